package almenara.rooms;

import almenara.keys.Hashes;
import almenara.messages.Command;
import almenara.messages.Ids;
import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Into which of many rooms those go who come to a lobby: the one in which others wait, until so many are there as want to meet; then the next. One conditional
 * write at the lobby's key decides, so that all nodes fill one room after the other, whoever comes and goes at the same moment:
 * <pre>
 *  {lobby}*  -> the room, then who waits in it, a line each: the key of a seat, a space, a peer
 * </pre>
 * A seat is taken before it is noted there, and given up before it is struck off. So a seat that is noted and that its peer has not got is nobody's.
 */
final class Gatherings implements Table.Watcher {

    private static final System.Logger LOG = System.getLogger(Gatherings.class.getName());
    /** How long a lobby in which nobody waits is remembered: longer than anybody needs to get from a room that has just been filled to the next one. */
    static final Duration LIFE = Duration.ofMinutes(5);
    private static final long MINUTE_MILLIS = 60_000;
    private static final String LOBBY = "*";
    private static final int MOST_RACES = 256;
    private static final long STORM_MILLIS = 200;
    private static final int LOCKS = 64;

    private final Table table;
    private final ClusterView cluster;
    private final Ids ids;
    private final Clock clock;
    private final Map<String, String> rooms = new ConcurrentHashMap<>();
    private final Map<String, String> lobbies = new ConcurrentHashMap<>();
    /** Those who come by this node to one lobby take turns: against other nodes one of them has better chances than all at once. */
    private final List<ReentrantLock> turns = IntStream.range(0, LOCKS).mapToObj(each -> new ReentrantLock()).toList();

    Gatherings(Table table, ClusterView cluster, Ids ids, Clock clock) {
        this.table = table;
        this.cluster = cluster;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who waits where. */
    private record Gathering(String room, List<String> places) {

        static Gathering decode(String text) {
            List<String> lines = Arrays.asList(text.split("\n"));
            return new Gathering(lines.getFirst(), lines.subList(1, lines.size()));
        }

        String encode() {
            return String.join("\n", Stream.concat(Stream.of(room), places.stream()).toList());
        }

        Gathering of(Predicate<String> those) {
            return new Gathering(room, places.stream().filter(those).toList());
        }

        Gathering with(String place) {
            return new Gathering(room, Stream.concat(places.stream(), Stream.of(place)).toList());
        }

        Duration life() {
            return places.isEmpty() ? LIFE : Duration.ZERO;
        }
    }

    void start() {
        table.watch(this);
    }

    /** The room into which the next one goes. */
    String room(String lobby) {
        return table.get(lobby + LOBBY).map(text -> Gathering.decode(text).room()).orElseGet(() -> first(lobby));
    }

    /** All who come by this node at one time to a lobby that nobody knows get one room. Once that is full the lobby is known for longer than a minute. */
    private String first(String lobby) {
        return named(lobby + cluster.self() + ' ' + clock.millis() / MINUTE_MILLIS);
    }

    private String fresh(String lobby) {
        return named(lobby + ids.secret());
    }

    private static String named(String text) {
        return Names.foreign(Hashes.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** True when the seat counts among those who gather in the room, which is full then if they are so many; false when by now the lobby has another room. */
    boolean take(Command.Gather gather, String room, Members.Held held) {
        ReentrantLock turn = turns.get(Math.floorMod(gather.lobby().hashCode(), LOCKS));
        turn.lock();
        try {
            for (int race = 0; race < MOST_RACES; race++) {
                Optional<String> text = table.get(gather.lobby() + LOBBY);
                Gathering now = text.map(Gathering::decode).orElse(new Gathering(room, List.of()));
                if (!now.room().equals(room)) {
                    return false;
                }
                Gathering next = now.of(this::isTaken).with(place(held));
                if (write(gather.lobby(), text, next.places().size() < gather.size() ? next : new Gathering(fresh(gather.lobby()), List.of()))) {
                    return true;
                }
            }
        } finally {
            turn.unlock();
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "too many come to this lobby at once", STORM_MILLIS);
    }

    private boolean write(String lobby, Optional<String> before, Gathering next) {
        String key = lobby + LOBBY;
        return before.map(text -> table.replace(key, text, next.encode(), next.life())).orElseGet(() -> table.putIfAbsent(key, next.encode(), next.life()));
    }

    /** Somebody has given up its seat: where it has waited for others, it waits no more. */
    void leave(Members.Held held) {
        try {
            Optional.ofNullable(lobbies.get(Members.room(held.key()))).ifPresent(lobby -> strike(lobby, place(held)));
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "whoever comes next to a lobby strikes off who has gone: {0}", refusal.getMessage());
        }
    }

    private void strike(String lobby, String place) {
        for (int race = 0; race < MOST_RACES; race++) {
            Optional<String> text = table.get(lobby + LOBBY);
            Optional<Gathering> now = text.map(Gathering::decode).filter(gathering -> gathering.places().contains(place));
            if (now.isEmpty() || write(lobby, text, now.get().of(other -> !other.equals(place)))) {
                return;
            }
        }
    }

    private static String place(Members.Held held) {
        return held.key() + ' ' + held.member().peer();
    }

    /** The table is asked, not what this node has been told of it: who is noted has been on record before. */
    private boolean isTaken(String place) {
        String[] fields = place.split(" ");
        return table.get(fields[0]).map(Member::decode).filter(member -> member.peer().equals(fields[1]) && member.place().attached())
                .filter(member -> cluster.alive(member.place().node())).isPresent();
    }

    @Override
    public void read(String key, String value) {
        if (key.endsWith(LOBBY)) {
            Gathering.decode(value);
        }
    }

    @Override
    public void reset(Map<String, String> entries) {
        List.copyOf(rooms.keySet()).stream().filter(lobby -> !entries.containsKey(lobby + LOBBY)).forEach(this::forget);
        entries.forEach(this::stored);
    }

    @Override
    public void stored(String key, String value) {
        if (key.endsWith(LOBBY)) {
            String lobby = key.substring(0, key.length() - LOBBY.length());
            String room = Gathering.decode(value).room();
            Optional.ofNullable(rooms.put(lobby, room)).filter(former -> !former.equals(room)).ifPresent(lobbies::remove);
            lobbies.put(room, lobby);
        }
    }

    @Override
    public void gone(String key) {
        if (key.endsWith(LOBBY)) {
            forget(key.substring(0, key.length() - LOBBY.length()));
        }
    }

    private void forget(String lobby) {
        Optional.ofNullable(rooms.remove(lobby)).ifPresent(lobbies::remove);
    }
}
