package almenara.rooms;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The members of all rooms, as the cluster has them. A member sits in one of its room's numbered seats, so that {@code putIfAbsent} keeps the bound
 * on all nodes at once:
 * <pre>
 *  {room}#{seat}  -> member          {room}!{peer}  -> the proof of one who left without a word, while it may still come back
 * </pre>
 * A peer that has proven its own name may sit down on two nodes at the same moment: then the later of its seats counts, and the other is to be given up.
 */
final class Members implements Table.Watcher {

    /** A member at its key, with the text that a conditional write has to name. */
    record Held(String key, String text, Member member) {
    }

    private final Table table;
    private final int seats;
    private final RandomGenerator random;
    private final Retired retired;
    private final Map<String, Map<String, Held>> rooms = new ConcurrentHashMap<>();
    private final Map<String, String> peers = new ConcurrentHashMap<>();
    private final Map<String, Held> doubles = new ConcurrentHashMap<>();
    private final Map<String, Held> named = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, String> changed = (room, peer) -> { };
    private volatile Consumer<Held> freed = held -> { };

    Members(Table table, RoomLimits limits, RandomGenerator random) {
        this.table = table;
        this.seats = limits.members();
        this.random = random;
        this.retired = new Retired(table, limits.resume().minus(limits.grace()));
    }

    /** Follows the table, and tells the listener (room, peer) after each change. */
    void start(BiConsumer<String, String> listener) {
        changed = listener;
        table.watch(this);
    }

    /** The listener hears of each seat that this node frees, before anybody else can know why. */
    void whenFreed(Consumer<Held> listener) {
        freed = listener;
    }

    Optional<Held> find(String room, String peer) {
        return Optional.ofNullable(rooms.getOrDefault(room, Map.of()).get(peer));
    }

    Collection<Held> of(String room) {
        return rooms.getOrDefault(room, Map.of()).values();
    }

    /** The seats in the room of peers that have another one. */
    List<Held> doubles(String room) {
        return doubles.values().stream().filter(held -> room(held.key()).equals(room)).toList();
    }

    /** True when somebody has been in the room since before that time (milliseconds of the epoch). */
    boolean hasElder(String room, long before) {
        return of(room).stream().anyMatch(held -> held.member().since() < before);
    }

    /** How many members all rooms have together. */
    int size() {
        return peers.size();
    }

    /** The members of whom others may be told what they are called, with the room of each. */
    Stream<Map.Entry<String, Member>> named() {
        return named.values().stream().map(held -> Map.entry(room(held.key()), held.member()));
    }

    Set<String> rooms() {
        return rooms.keySet();
    }

    /** Gives the member the only seat of a room that is for one; the peer that has it instead, if one has. One that has just left it counts as the member. */
    Optional<String> admitAlone(String room, Member member) {
        String key = room + "#0";
        return table.putIfAbsent(key, member.encode(), Duration.ZERO) ? Optional.empty()
                : Optional.of(table.get(key).map(Member::decode).map(Member::peer).orElse(member.peer()));
    }

    /** Gives the member a free seat. */
    Held admit(String room, Member member) {
        Set<Integer> taken = of(room).stream().map(held -> seat(held.key())).collect(Collectors.toSet());
        List<Integer> free = new ArrayList<>(IntStream.range(0, seats).filter(seat -> !taken.contains(seat)).boxed().toList());
        Collections.shuffle(free, java.util.Random.from(random));
        for (int seat : free) {
            String key = room + '#' + seat;
            if (table.putIfAbsent(key, member.encode(), Duration.ZERO)) {
                return new Held(key, member.encode(), member);
            }
        }
        throw new Refusal(Refusal.Code.ROOM_FULL, "the room has its " + seats + " members");
    }

    /** True when the member was still as it was held, and now is as told. */
    boolean change(Held held, Member to) {
        return table.replace(held.key(), held.text(), to.encode(), Duration.ZERO);
    }

    /** True when the member was still as it was held, and from now on has its grace to come back. */
    boolean detach(Held held, long now) {
        return change(held, held.member().detached(now));
    }

    /** Makes sure that all nodes have a record that may have reached some of them only. */
    void settle(Held held) {
        boolean known = table.replace(held.key(), held.text(), held.text(), Duration.ZERO);
        if (!known && table.get(held.key()).filter(held.text()::equals).isPresent()) {
            table.putIfAbsent(held.key(), held.text(), Duration.ZERO);
        }
    }

    /** True when the member was still as it was held, and now has no seat. */
    boolean remove(Held held) {
        boolean removed = table.remove(held.key(), held.text());
        if (removed) {
            freed.accept(held);
        }
        return removed;
    }

    /** Those who have lost their seats and may come back. */
    Retired retired() {
        return retired;
    }

    @Override
    public void read(String key, String value) {
        if (key.indexOf('#') >= 0) {
            seat(key);
            Member.decode(value);
        }
    }

    @Override
    public void reset(Map<String, String> entries) {
        Map<String, String> before = new ConcurrentHashMap<>(peers);
        entries.forEach(this::stored);
        before.keySet().stream().filter(key -> !entries.containsKey(key)).forEach(this::gone);
    }

    @Override
    public void stored(String key, String value) {
        int hash = key.indexOf('#');
        if (hash < 0) {
            return;
        }
        Member member = Member.decode(value);
        String room = room(key);
        String former = peers.put(key, member.peer());
        if (former != null && !former.equals(member.peer())) {
            drop(room, former, key);
        }
        if (member.name().isEmpty()) {
            named.remove(key);
        } else {
            named.put(key, new Held(key, value, member));
        }
        rooms.compute(room, (name, members) -> {
            Map<String, Held> all = members == null ? new ConcurrentHashMap<>() : members;
            all.merge(member.peer(), new Held(key, value, member), this::later);
            return all;
        });
        changed.accept(room, member.peer());
    }

    @Override
    public void gone(String key) {
        named.remove(key);
        String peer = peers.remove(key);
        if (peer != null) {
            drop(room(key), peer, key);
        }
    }

    /** The seat that counts of two of one peer; every node comes to the same. */
    private Held later(Held there, Held come) {
        if (there.key().equals(come.key())) {
            return come;
        }
        Held later = Comparator.comparingLong((Held held) -> held.member().since()).thenComparing(Held::key).compare(there, come) > 0 ? there : come;
        Held other = later == there ? come : there;
        doubles.remove(later.key());
        doubles.put(other.key(), other);
        return later;
    }

    private Held another(String room, String peer) {
        Optional<Held> found = doubles(room).stream().filter(held -> held.member().peer().equals(peer)).findFirst();
        found.map(Held::key).ifPresent(doubles::remove);
        return found.orElse(null);
    }

    private void drop(String room, String peer, String key) {
        doubles.remove(key);
        rooms.computeIfPresent(room, (name, members) -> {
            members.computeIfPresent(peer, (same, held) -> held.key().equals(key) ? another(room, peer) : held);
            return members.isEmpty() ? null : members;
        });
        changed.accept(room, peer);
    }

    static String room(String key) {
        return key.substring(0, key.indexOf('#'));
    }

    private static int seat(String key) {
        return Integer.parseInt(key.substring(key.indexOf('#') + 1));
    }
}
