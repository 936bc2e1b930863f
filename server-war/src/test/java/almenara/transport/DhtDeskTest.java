package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.krpc.Fault;
import almenara.dht.store.Item;
import almenara.messages.Refusal.Code;
import almenara.messages.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What pages get, and what they may put. */
class DhtDeskTest extends DhtDeskFixture {

    @Test
    void whatOneNodeHasPutAnotherGets() {
        DhtDesk one = desk(world.node());
        world.node();
        DhtDesk other = desk(world.node());
        assertEquals(Optional.empty(), seq(one, 1));
        Item.Mutable item = ann.item(7, "seven");
        assertEquals(2, put(one, item));
        assertEquals(item, world.await(other.get(item.author(), 1)).orElseThrow().by(item.author()));
        assertEquals(Optional.of(7L), seq(one, 1), "what was put takes the place of what was not found before");
        assertEquals(1, charged);
    }

    @Test
    void whatIsOlderOrNotWhatCasSaysIsRefusedWithTheNumberThatIsThere() {
        DhtDesk one = desk(world.node());
        world.node();
        DhtDesk other = desk(world.node());
        put(one, ann.item(7, "seven"));
        Refusal old = refused(put(other, 1, ann.item(6, "six"), OptionalLong.empty()));
        assertEquals(Code.SEQ_TOO_LOW, old.code());
        assertEquals(OptionalLong.of(7), old.seq());
        assertEquals(Code.SEQ_TOO_LOW, refused(put(other, 1, ann.item(7, "another seven"), OptionalLong.empty())).code());
        Refusal swap = refused(put(other, 1, ann.item(8, "eight"), OptionalLong.of(6)));
        assertEquals(Code.CAS_MISMATCH, swap.code());
        assertEquals(OptionalLong.of(7), swap.seq());
        assertEquals(2, world.await(put(other, 2, ann.item(8, "eight"), OptionalLong.of(7))));
        assertEquals(2, world.await(put(other, 2, ann.item(8, "eight"), OptionalLong.empty())), "the same may be put again");
    }

    @Test
    void ofTwoWhoPutAtTheSameTimeTheOlderHearsOfTheNewer() {
        DhtDesk one = desk(world.node());
        DhtDesk other = desk(world.node());
        world.node();
        CompletableFuture<Integer> newer = put(one, 1, ann.item(9, "nine"), OptionalLong.empty());
        CompletableFuture<Integer> older = put(other, 1, ann.item(8, "eight"), OptionalLong.empty());
        assertTrue(world.await(newer) > 0);
        assertEquals(OptionalLong.of(9), refused(older).seq());
        assertEquals(Optional.of(9L), seq(other, 1));
    }

    @Test
    void whoOnlySaysThatAnItemIsOutdatedIsNotBelieved() {
        DhtDesk one = desk(world.node());
        world.liar(Fault.SEQ_TOO_LOW);
        world.node();
        assertEquals(1, put(one, ann.item(7, "seven")));
        assertEquals(1, world.await(put(one, 1, ann.item(8, "eight"), OptionalLong.of(7))));
    }

    @Test
    void whereNobodyElseTakesTheItemItIsNotPut() {
        Refusal alone = refused(put(desk(world.node()), 1, ann.item(7, "seven"), OptionalLong.empty()));
        assertEquals(Code.UNAVAILABLE, alone.code());
        assertTrue(alone.retryAfterMillis() > 0);
        SmallDht lying = new SmallDht();
        lying.liar(Fault.CAS_MISMATCH);
        CompletableFuture<Integer> end = put(desk(lying.node()), 1, ann.item(7, "seven"), OptionalLong.of(3));
        lying.run(60_000);
        assertEquals(Code.UNAVAILABLE, refused(end).code(), "a liar has refused it");
    }

    @Test
    void saltsBeginAsTheOperatorSays() {
        DhtDesk desk = desk(world.node());
        world.node();
        for (String salt : List.of("", "almenara", "Almenara/", "x almenara/", "A")) {
            Item.Mutable item = ann.item(salt, 1, Value.Text.of("x"));
            assertEquals(Code.FOREIGN_SALT, assertThrows(Refusal.class, () -> put(desk, 1, item, OptionalLong.empty())).code(), salt);
            assertEquals(Code.FOREIGN_SALT, assertThrows(Refusal.class, () -> desk.get(item.author(), 1)).code(), salt);
        }
        for (String salt : List.of("almenara/", "Äther")) {
            assertEquals(1, put(desk, ann.item(salt, 1, Value.Text.of("x"))));
        }
    }

    @Test
    void withoutADhtThereIsNothingToGetAndNothingIsPaid() {
        DhtDesk desk = desk(null);
        assertEquals(Code.NO_DHT, assertThrows(Refusal.class, () -> desk.get(ann.item(1, "").author(), 1)).code());
        assertEquals(Code.NO_DHT, assertThrows(Refusal.class, () -> put(desk, 1, ann.item(1, ""), OptionalLong.empty())).code());
        assertEquals(0, charged);
    }

    @Test
    void whatIsNotSignedByItsKeyGoesNowhere() {
        DhtDesk desk = desk(world.node());
        world.node();
        Item.Mutable item = ann.item(1, "one");
        Item.Mutable forged = new Item.Mutable(item.author(), 2, item.signature(), item.value());
        int before = world.gets();
        Refusal refusal = assertThrows(Refusal.class, () -> put(desk, 1, forged, OptionalLong.empty()));
        assertEquals(Code.BAD_MESSAGE, refusal.code());
        assertTrue(refusal.isFault());
        world.run(1000);
        assertEquals(before, world.gets());
    }

    @Test
    void aKeyWithWhichAnybodySignsIsRefused() {
        DhtDesk desk = desk(world.node());
        byte[] one = new byte[32];
        one[0] = 1;
        byte[] signature = new byte[64];
        signature[0] = 1;
        Item.Mutable anybodys = new Item.Mutable(new Item.Author(one, "almenara/x".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 1, signature, Value.Text.of("x"));
        anybodys.check();
        assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> put(desk, 1, anybodys, OptionalLong.empty())).code());
    }
}
