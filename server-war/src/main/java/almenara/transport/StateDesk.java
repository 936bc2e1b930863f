package almenara.transport;

import almenara.dialects.LibreMesh;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.messages.StateTable.Kind;
import almenara.sharedstate.SharedTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where whole tables are exchanged: the caller's is merged, and what comes of it is the answer. An address has so many posts and changes a minute, and the node
 * so many exchanges under way, of which few are unpacked, read or written at once: a kilobyte can be a packed megabyte.
 */
public final class StateDesk {

    private static final String ANY = "*";
    /** An entry counts as a change for each of them that it begins. */
    private static final int CHANGE_BYTES = 1024;
    private static final long TURN_MILLIS = 250;
    private static final long LATER_MILLIS = 1000;

    private final SharedTables tables;
    private final LibreMesh dialect;
    private final Served served;
    private final Quota quota;
    private final Semaphore underWay;

    /** The names of the tables that there are ({@code *}: any), the most bytes of a body, unpacked, and the most exchanges that may be under way. */
    public record Served(Set<String> plain, Set<String> multiwriter, int most, int exchanges) {

        boolean has(StateTable table) {
            Set<String> names = table.kind() == Kind.MULTIWRITER ? multiwriter : plain;
            return names.contains(ANY) || names.contains(table.name());
        }

        /** The tables that are named. */
        public Set<StateTable> named() {
            return Stream.concat(plain.stream().flatMap(name -> StateTable.plain(name).stream()),
                    multiwriter.stream().flatMap(name -> StateTable.multiwriter(name).stream())).collect(Collectors.toSet());
        }
    }

    /** How often an address may post, and change a kilobyte; in nanoseconds, as {@code nanos} tells them. And how many tables may be read or written at once. */
    public record Quota(Rate posts, Rate changes, LongSupplier nanos, Semaphore turns) {
    }

    /** Who asks for what: the table, whether it comes and goes packed, and the key of the caller's address. */
    record Visit(StateTable table, boolean packed, long address) {
    }

    public StateDesk(SharedTables tables, LibreMesh dialect, Served served, Quota quota) {
        this.tables = tables;
        this.dialect = dialect;
        this.served = served;
        this.quota = quota;
        this.underWay = new Semaphore(served.exchanges());
    }

    /** The most bytes of a body. */
    int most() {
        return served.most();
    }

    /** Refuses who asks for a table that is none here, or too often. */
    void admit(Visit visit) {
        if (!served.has(visit.table())) {
            throw new Refusal(Code.NO_TABLE, "there is no such shared-state table here");
        }
        long delay = quota.posts().delay(visit.address(), quota.nanos().getAsLong());
        if (delay > 0) {
            throw new Refusal(Code.TOO_MANY_POSTS, "this address has had its exchanges of tables for now", Duration.ofNanos(delay).toMillis() + 1);
        }
    }

    /** Merges the body; the answer is the table as it is then. Unless it is refused, the exchange is under way until it is {@link #answered}. */
    byte[] exchange(Visit visit, byte[] body) {
        if (!underWay.tryAcquire()) {
            throw overloaded();
        }
        boolean done = false;
        try {
            byte[] answer = merge(visit, body);
            done = true;
            return answer;
        } finally {
            if (!done) {
                answered();
            }
        }
    }

    /** An answer has gone out, or never will. */
    void answered() {
        underWay.release();
    }

    private byte[] merge(Visit visit, byte[] body) {
        StateTable table = visit.table();
        Map<String, StateEntry> taken = tables.merge(table, decode(visit, body), size -> mayChange(visit, size));
        Map<String, StateEntry> all = tables.read(table);
        all.putAll(taken);
        quota.turns().acquireUninterruptibly();
        try {
            byte[] answer = dialect.encode(all).getBytes(StandardCharsets.UTF_8);
            return visit.packed() ? Gzip.pack(answer) : answer;
        } finally {
            quota.turns().release();
        }
    }

    private boolean mayChange(Visit visit, int size) {
        return quota.changes().delay(visit.address(), quota.nanos().getAsLong(), Math.ceilDiv(size, CHANGE_BYTES)) == 0;
    }

    private Map<String, StateEntry> decode(Visit visit, byte[] body) {
        if (!hasTurn()) {
            throw overloaded();
        }
        try {
            return dialect.decode(visit.table().kind(), text(visit.packed() ? Gzip.unpack(body, served.most()) : body));
        } finally {
            quota.turns().release();
        }
    }

    private boolean hasTurn() {
        try {
            return quota.turns().tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Refusal overloaded() {
        return new Refusal(Code.OVERLOADED, "too many exchange tables at once", LATER_MILLIS);
    }

    /** The body as text; what is no text is no table. */
    private static String text(byte[] body) {
        try {
            return Bodies.text(body);
        } catch (Refusal refusal) {
            return "";
        }
    }
}
