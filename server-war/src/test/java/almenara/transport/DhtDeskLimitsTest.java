package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.bencode.Value;
import almenara.dht.Dht;
import almenara.dht.store.Item;
import almenara.messages.Refusal.Code;
import almenara.messages.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much pages may ask for, and for how long. */
class DhtDeskLimitsTest extends DhtDeskFixture {

    @Test
    void anAddressGetsAsManyItemsAMinuteAsItsRateSays() {
        DhtDesk desk = desk(world.node());
        for (int i = 0; i < GETS; i++) {
            seq(desk, 1);
        }
        Refusal refusal = assertThrows(Refusal.class, () -> seq(desk, 1));
        assertEquals(Code.TOO_MANY_ITEMS, refusal.code());
        assertEquals(10_001, refusal.retryAfterMillis());
        seq(desk, 2);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        seq(desk, 1);
        assertThrows(Refusal.class, () -> seq(desk, 1));
    }

    @Test
    void anAddressPutsAsManyItemsAMinuteAndPaysForNoMore() {
        DhtDesk desk = desk(world.node());
        world.node();
        for (int i = 0; i < 2 * PUTS; i++) {
            assertThrows(Refusal.class, () -> desk.put(new DhtJson.Put(ann.item(1, ""), OptionalLong.empty()), asker(1, "nothing")));
        }
        for (int i = 1; i <= PUTS; i++) {
            assertEquals(1, world.await(put(desk, 1, ann.item(i, ""), OptionalLong.empty())));
        }
        int before = charged;
        assertEquals(Code.TOO_MANY_ITEMS, assertThrows(Refusal.class, () -> put(desk, 1, ann.item(9, ""), OptionalLong.empty())).code());
        assertEquals(before, charged);
        assertEquals(1, world.await(put(desk, 2, ann.item(9, ""), OptionalLong.empty())));
    }

    @Test
    void manyWhoAskForOneItemAskTheDhtOnceAndAgainWhenItIsNotFreshAnyMore() {
        DhtDesk desk = desk(world.node());
        world.node();
        put(desk, ann.item(1, "one"));
        nanos.addAndGet(FRESH.toNanos());
        int before = world.gets();
        CompletableFuture<Optional<Found>> first = desk.get(ann.item(1, "").author(), 1);
        CompletableFuture<Optional<Found>> second = desk.get(ann.item(1, "").author(), 2);
        assertEquals(1, world.await(first).orElseThrow().seq());
        assertEquals(1, world.await(second).orElseThrow().seq());
        nanos.addAndGet(FRESH.toNanos() - 1);
        seq(desk, 3);
        assertEquals(before + 1, world.gets());
        nanos.addAndGet(1);
        seq(desk, 3);
        assertEquals(before + 2, world.gets());
    }

    @Test
    void whoWaitsTooLongHearsSoAndTheLookUpCountsUntilItHasEnded() {
        Dht node = world.node();
        world.node();
        DhtDesk desk = desk(node, Duration.ofMillis(20));
        for (int i = 0; i < 2; i++) {
            Item.Author author = ann.item("almenara/" + i, 1, Value.Text.of("")).author();
            Throwable late = assertThrows(CompletionException.class, desk.get(author, 1)::join).getCause();
            assertEquals(Code.TIMED_OUT, assertInstanceOf(Refusal.class, late).code());
        }
        assertEquals(Code.OVERLOADED, assertThrows(Refusal.class, () -> seq(desk, 1)).code());
        world.run(60_000);
        assertEquals(Optional.empty(), desk.get(ann.item("almenara/0", 1, Value.Text.of("")).author(), 1).join(), "what was found after all is given at once");
        desk.get(ann.item("almenara/3", 1, Value.Text.of("")).author(), 1);
    }

    @Test
    void whoStillWaitsWhenTheNodeStopsHearsSoAndNobodyElseIsLetIn() {
        DhtDesk desk = desk(world.node());
        world.node();
        List<CompletableFuture<?>> waiting = List.of(desk.get(ann.item(1, "").author(), 1), put(desk, 2, ann.item(1, ""), OptionalLong.empty()));
        desk.close();
        for (CompletableFuture<?> each : waiting) {
            Throwable end = assertThrows(CompletionException.class, each::join).getCause();
            assertEquals(Code.DRAINING, assertInstanceOf(Refusal.class, end).code());
        }
        assertEquals(Code.DRAINING, assertThrows(Refusal.class, () -> seq(desk, 3)).code());
        assertEquals(Code.DRAINING, assertThrows(Refusal.class, () -> put(desk, 3, ann.item(1, ""), OptionalLong.empty())).code());
    }
}
