package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.sharedstate.SharedStateLimits;
import almenara.sharedstate.SharedTables;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateDeskTest {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();
    private static final int MOST = 20_000;
    private static final int EXCHANGES = 2;
    private static final int CHANGES = 4;

    private final HandClock clock = new HandClock();
    private final SharedStateLimits limits = new SharedStateLimits(9, new SharedStateLimits.Size(100, 9, MOST, 5000, 5000), 30, Duration.ofMinutes(2), 9, Map.of());
    private final SharedTables tables = new SharedTables(new MemoryTable(clock), limits, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
    private final Semaphore turns = new Semaphore(1);
    private final StateDesk desk = new StateDesk(tables, new LibreMesh(new JsonLimits(9, MOST)), new StateDesk.Served(Set.of("*"), Set.of(), MOST, EXCHANGES),
            new StateDesk.Quota(rate(1), rate(CHANGES), () -> 0, turns));

    private static Rate rate(int atOnce) {
        return new Rate(Duration.ofMinutes(1).toNanos(), atOnce, new Random(1));
    }

    @BeforeEach
    void start() {
        tables.start();
    }

    private String exchange(long address, String body) {
        return new String(desk.exchange(new StateDesk.Visit(TABLE, false, address), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private Code refused(boolean packed, byte[] body) {
        return assertThrows(Refusal.class, () -> desk.exchange(new StateDesk.Visit(TABLE, packed, 1), body)).code();
    }

    @Test
    void soManyExchangesAreUnderWayAndNoMore() {
        for (int exchange = 0; exchange < EXCHANGES; exchange++) {
            exchange(1, "");
        }
        assertEquals(Code.OVERLOADED, refused(false, new byte[0]));
        desk.answered();
        exchange(1, "");
        assertEquals(Code.OVERLOADED, refused(false, new byte[0]));
    }

    @Test
    void whatIsRefusedIsNotUnderWay() {
        for (int exchange = 0; exchange < EXCHANGES + 1; exchange++) {
            assertEquals(Code.TOO_LARGE, refused(true, Gzip.pack(new byte[MOST + 1])));
        }
        assertEquals("{}", exchange(1, ""));
    }

    @Test
    void whoHasNoTurnInTimeIsRefusedAndNothingIsTaken() {
        turns.acquireUninterruptibly();
        assertEquals(Code.OVERLOADED, refused(false, "{\"a\":{\"bleachTTL\":1,\"data\":1}}".getBytes(StandardCharsets.UTF_8)));
        turns.release();
        assertEquals("{}", exchange(1, ""));
        assertEquals(1, turns.availablePermits());
    }

    @Test
    void anEntryCountsForEachKibibyteThatItBegins() {
        String body = "{'a':{'bleachTTL':1,'data':'" + "x".repeat(2100) + "'},'b':{'bleachTTL':1,'data':1},'c':{'bleachTTL':1,'data':1}}";
        assertEquals(true, exchange(1, body).contains("\"b\""));
        desk.answered();
        assertEquals(false, exchange(1, body).contains("\"c\""));
        assertEquals(true, exchange(2, body).contains("\"c\""), "another address");
    }
}
