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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where whole tables are exchanged: the caller's is merged, and what comes of it is the answer. An address has so many posts and changes a minute. */
public final class StateDesk {

    private static final String ANY = "*";

    private final SharedTables tables;
    private final LibreMesh dialect;
    private final Served served;
    private final Quota quota;

    /** The names of the tables that there are ({@code *}: any), and the most bytes of a body, unpacked. */
    public record Served(Set<String> plain, Set<String> multiwriter, int most) {

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

    /** How often an address may post, and change an entry; in nanoseconds, as {@code nanos} tells them. */
    public record Quota(Rate posts, Rate changes, LongSupplier nanos) {
    }

    /** Who asks for what: the table, whether it comes and goes packed, and the key of the caller's address. */
    record Visit(StateTable table, boolean packed, long address) {
    }

    public StateDesk(SharedTables tables, LibreMesh dialect, Served served, Quota quota) {
        this.tables = tables;
        this.dialect = dialect;
        this.served = served;
        this.quota = quota;
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

    /** Merges the body; the answer is the table as it is then. */
    byte[] exchange(Visit visit, byte[] body) {
        StateTable table = visit.table();
        Map<String, StateEntry> theirs = dialect.decode(table.kind(), text(visit.packed() ? Gzip.unpack(body, served.most()) : body));
        Map<String, StateEntry> taken = tables.merge(table, theirs, size -> quota.changes().delay(visit.address(), quota.nanos().getAsLong()) == 0);
        Map<String, StateEntry> all = tables.read(table);
        all.putAll(taken);
        byte[] answer = dialect.encode(all).getBytes(StandardCharsets.UTF_8);
        return visit.packed() ? Gzip.pack(answer) : answer;
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
