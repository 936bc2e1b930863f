package almenara.sharedstate;

import almenara.keys.SigningKey;
import almenara.messages.Refusal;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Rank;
import almenara.messages.StateEntry.Signed;
import almenara.messages.StateTable;
import almenara.messages.StateTable.Kind;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The shared-state tables of the cluster: {@code {kind}/{table}/{key} -> entry}. Each entry is changed by one conditional write, so that writers on all nodes
 * come to the same; bleaching is no write at all, but the count of the even minutes since. Bounds may be exceeded by what is written at the same moment.
 */
public final class SharedTables {

    private static final int MOST_TRIES = 64;
    private static final int FORTUNES = 100_000;
    private static final int SECOND = 1000;
    /** Beyond, nobody could count on. */
    private static final long MOST_CHANGES = 1L << 52;

    private final Table table;
    private final SharedStateLimits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final Authorship authorship;
    private final Newest newest;
    private final Shelf shelf;

    /** The time, chance, and who checks signatures. */
    public record Means(Clock clock, RandomGenerator random, Signatures signatures) {
    }

    public SharedTables(Table table, SharedStateLimits limits, Means means) {
        this.table = table;
        this.limits = limits;
        this.clock = means.clock();
        this.random = means.random();
        this.authorship = new Authorship(clock, means.signatures(), limits);
        this.newest = new Newest(table, limits, clock);
        this.shelf = new Shelf(this::tick, newest);
    }

    /** Begins to follow the cluster. */
    public void start() {
        table.watch(shelf);
    }

    /** The tables that have entries. */
    public Collection<StateTable> names() {
        return List.copyOf(shelf.tables());
    }

    /** A number that is another one after each write that this node has seen. */
    long version() {
        return shelf.version();
    }

    /** The entries of a table as they are now, tombstones too, in the order of their keys. */
    public Map<String, StateEntry> read(StateTable name) {
        Map<String, StateEntry> entries = new TreeMap<>();
        shelf.each(name, entries::put);
        return entries;
    }

    /**
     * Takes what is newer. {@code may} is asked before each entry that would be, with the bytes that it takes; when it says no, the entry is left. The answer is
     * what was taken.
     */
    public Map<String, StateEntry> merge(StateTable name, Map<String, StateEntry> theirs, IntPredicate may) {
        Map<String, StateEntry> heard = new TreeMap<>(theirs);
        heard.values().removeIf(entry -> !limits.part(name).isOf(entry.author()));
        return add(name, heard, may);
    }

    private Map<String, StateEntry> add(StateTable name, Map<String, StateEntry> theirs, IntPredicate may) {
        Map<String, StateEntry> taken = new TreeMap<>();
        theirs.forEach((key, entry) -> {
            Slot slot = new Slot(name, key);
            StateEntry bounded = bounded(entry);
            if (isNews(slot, bounded) && may.test(Kept.size(key, bounded)) && isSound(slot, bounded) && take(slot, bounded)) {
                taken.put(key, bounded);
            }
        });
        return taken;
    }

    private boolean take(Slot slot, StateEntry entry) {
        newest.note(slot, entry);
        return change(slot, local -> local.map(it -> it.yields(entry)).orElse(true) ? Optional.of(entry) : Optional.empty());
    }

    /** Writes data (JSON text) under that key, as a router does: in a classic table whatever is there, in a multiwriter table when it is something else. */
    public void insert(StateTable name, String author, String key, String data) {
        Slot slot = new Slot(name, key);
        StateEntry first = new StateEntry(author, data, first(name.kind()));
        if (!fits(slot, first)) {
            throw new Refusal(Refusal.Code.TOO_LARGE, "the table or the entry would be too large");
        }
        change(slot, local -> name.kind() == Kind.CLASSIC ? Optional.of(first) : counted(local, first));
    }

    /** Leaves a tombstone, which spreads and bleaches away, where there is data. */
    public void remove(StateTable name, String author, String key) {
        StateEntry none = new StateEntry(author, "", first(name.kind()));
        change(new Slot(name, key), local -> local.filter(it -> !it.isTombstone()).flatMap(it -> name.kind() == Kind.CLASSIC ? Optional.of(none) : counted(local, none)));
    }

    /** What an author says below its own key in a signed table: an entry, and when it ends (milliseconds of the epoch); empty data takes it back. */
    public record Saying(String name, String data, long end) {
    }

    /** Writes that, signed now, or just after what is there, whoever else may write there. False when it is not taken: there is no room, or it has ended. */
    public boolean sign(StateTable name, SigningKey author, Saying saying) {
        String authored = Base64.getUrlEncoder().withoutPadding().encodeToString(author.publicKey().bytes());
        Slot slot = new Slot(name, authored + '/' + saying.name());
        long last = shelf.find(slot).map(StateEntry::rank).map(rank -> rank instanceof Signed it ? it.time() : 0L).orElse(0L);
        long time = Math.max(clock.millis(), last + 1);
        byte[] signature = author.sign(Authorship.message(slot, time, saying.end(), saying.data()));
        Rank rank = new Signed(limits.ttl(), time, saying.end(), Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        return !add(name, Map.of(slot.key(), new StateEntry(authored, saying.data(), rank)), size -> true).isEmpty();
    }

    private Rank first(Kind kind) {
        return switch (kind) {
            case CLASSIC -> new Bleaching(limits.ttl());
            case MULTIWRITER -> new Counted(clock.millis() / SECOND, 0, random.nextInt(FORTUNES) + 1L);
            case SIGNED -> throw new IllegalArgumentException("a signed table is written by those who sign, through merge");
        };
    }

    private static Optional<StateEntry> counted(Optional<StateEntry> local, StateEntry first) {
        if (local.filter(it -> it.data().equals(first.data())).isPresent() || !(first.rank() instanceof Counted fresh)) {
            return Optional.empty();
        }
        long changes = local.map(StateEntry::rank).map(rank -> rank instanceof Counted it ? it.changes() + 1 : 0L).orElse(0L);
        return Optional.of(new StateEntry(first.author(), first.data(), new Counted(fresh.modified(), changes, fresh.fortune())));
    }

    /** The entry with no more bleachings than anybody may give it. */
    private StateEntry bounded(StateEntry entry) {
        Rank rank = switch (entry.rank()) {
            case Bleaching(long ttl) -> new Bleaching(Math.min(ttl, limits.ttl()));
            case Signed(long ttl, long time, long end, String signature) ->
                    new Signed(Math.min(Math.min(ttl, limits.ttl()), end / limits.bleach().toMillis() - tick() + 1), time, end, signature);
            case Counted counted -> counted;
        };
        return new StateEntry(entry.author(), entry.data(), rank);
    }

    /** What costs least is looked at first. */
    private boolean isNews(Slot slot, StateEntry entry) {
        return entry.isAlive() && shelf.find(slot).map(local -> local.yields(entry)).orElse(true) && !newest.bars(slot, entry);
    }

    private boolean isSound(Slot slot, StateEntry entry) {
        boolean sound = switch (slot.table().kind()) {
            case CLASSIC -> true;
            case MULTIWRITER -> entry.rank() instanceof Counted rank && rank.changes() <= MOST_CHANGES && rank.fortune() <= FORTUNES;
            case SIGNED -> (shelf.find(slot).isPresent() || shelf.count(slot.table(), entry.author()) < limits.part(slot.table()).entries()) && authorship.holds(slot, entry);
        };
        return sound && fits(slot, entry);
    }

    private boolean fits(Slot slot, StateEntry entry) {
        SharedStateLimits.Size most = limits.size();
        int size = Kept.size(slot.key(), entry);
        int before = shelf.size(slot);
        return size <= (slot.table().kind() == Kind.SIGNED ? most.signed() : most.entry()) && shelf.bytes(slot.table()) - before + size <= most.bytes()
                && (before > 0 || shelf.count(slot.table()) < most.entries())
                && (shelf.count(slot.table()) > 0 || shelf.tables().size() < limits.tables());
    }

    /** Writes what the rule makes of what is there; nothing when it makes nothing of it. True when it was written. */
    private boolean change(Slot slot, UnaryOperator<Optional<StateEntry>> rule) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<String> there = table.get(slot.text());
            long now = tick();
            Optional<StateEntry> next = rule.apply(there.flatMap(text -> Kept.read(text, now)));
            if (next.isEmpty()) {
                return false;
            }
            if (write(slot, there, new Kept(now, next.get()))) {
                return true;
            }
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "too many write this entry at once", SECOND);
    }

    private boolean write(Slot slot, Optional<String> there, Kept kept) {
        Duration life = life(kept);
        return there.map(old -> table.replace(slot.text(), old, kept.encode(), life)).orElseGet(() -> table.putIfAbsent(slot.text(), kept.encode(), life));
    }

    /** Until the bleaching that leaves nothing of it. */
    private Duration life(Kept kept) {
        long left = kept.entry().rank().left();
        return left == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(Math.max(1, (kept.tick() + left) * limits.bleach().toMillis() - clock.millis()));
    }

    /** Bleachings since the epoch. Every node counts the same, and so does every router that bleaches at even minutes. */
    private long tick() {
        return clock.millis() / limits.bleach().toMillis();
    }
}
