package almenara.dht.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemStoreTest {

    private static final OptionalLong ANY = OptionalLong.empty();
    private static final NodeId CENTRE = new NodeId(new byte[20]);
    private final ItemStore store = new ItemStore(new ItemStore.Bounds(100, 10), CENTRE);
    private final KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    ItemStoreTest() throws NoSuchAlgorithmException {
    }

    private static ItemStore.Origin from(String address, long now) {
        try {
            return new ItemStore.Origin(InetAddress.getByName(address), now);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Item.Mutable item(long seq, String value) {
        return Item.Mutable.signed(keys, new byte[0], seq, Value.Text.of(value));
    }

    private void put(Item item, OptionalLong cas, long now) {
        store.put(item, cas, from("1.2.3.4", now));
    }

    private long refusal(Item item, OptionalLong cas, long now) {
        return assertThrows(Fault.class, () -> put(item, cas, now)).code();
    }

    private long seq(long now) {
        return ((Item.Mutable) store.get(item(0, "").target(), now).orElseThrow()).seq();
    }

    @Test
    void onlyAHigherNumberReplacesAnItem() {
        put(item(3, "a"), ANY, 0);
        assertEquals(Fault.SEQ_TOO_LOW, refusal(item(2, "b"), ANY, 0));
        assertEquals(Fault.SEQ_TOO_LOW, refusal(item(3, "b"), ANY, 0));
        assertEquals(3, seq(0));
        put(item(4, "b"), ANY, 0);
        assertEquals(4, seq(0));
    }

    @Test
    void aSwapIsRefusedWhenAnotherWasQuicker() {
        put(item(3, "a"), OptionalLong.of(99), 0);
        assertEquals(Fault.CAS_MISMATCH, refusal(item(4, "b"), OptionalLong.of(2), 0));
        assertEquals(Fault.CAS_MISMATCH, refusal(item(3, "a"), OptionalLong.of(4), 0));
        put(item(4, "b"), OptionalLong.of(3), 0);
        assertEquals(4, seq(0));
    }

    @Test
    void whatIsNotSignedByTheAuthorIsRefused() {
        Item.Mutable signed = item(1, "a");
        assertEquals(Fault.BAD_SIGNATURE, refusal(new Item.Mutable(signed.author(), 2, signed.signature(), signed.value()), ANY, 0));
        assertEquals(0, store.size());
    }

    @Test
    void anItemLivesForTwoHoursAndIsRenewedByTheSame() {
        put(item(1, "a"), ANY, 0);
        assertTrue(store.get(item(0, "").target(), ItemStore.LIFE - 1).isPresent());
        put(item(1, "a"), ANY, 5);
        assertTrue(store.get(item(0, "").target(), ItemStore.LIFE).isPresent());
        assertEquals(Optional.empty(), store.get(item(0, "").target(), ItemStore.LIFE + 5));
        put(item(0, "older"), ANY, ItemStore.LIFE + 5);
        store.expire(2 * ItemStore.LIFE + 4);
        assertEquals(1, store.size());
        store.expire(2 * ItemStore.LIFE + 5);
        assertEquals(0, store.size());
    }

    private static List<Item> immutable(int count) {
        return IntStream.range(0, count).<Item>mapToObj(i -> new Item.Immutable(new Value.Whole(i)))
                .sorted((one, other) -> CENTRE.nearest().compare(one.target(), other.target())).toList();
    }

    @Test
    void aNetworkStoresSoMuchAndNoMore() {
        List<Item> items = immutable(11);
        items.subList(0, 10).forEach(item -> put(item, ANY, 0));
        assertEquals(Fault.SERVER, refusal(items.get(10), ANY, 1));
        store.put(items.get(10), ANY, from("1.2.4.4", 1));
        put(items.get(3), ANY, 2);
        put(new Item.Immutable(new Value.Whole(-1)), ANY, ItemStore.LIFE);
        assertEquals(3, store.size(), "what has expired makes room: the renewed one, the neighbour's and the new one are left");
    }

    @Test
    void whereAllIsFullTheFurthestMakeRoom() {
        List<Item> items = immutable(101);
        for (int i = 0; i < 100; i++) {
            store.put(items.get(i + 1), ANY, from("1.2." + i / 5 + ".4", 0));
        }
        store.put(items.getFirst(), ANY, from("9.9.9.9", 0));
        assertEquals(100, store.size());
        assertTrue(store.get(items.getFirst().target(), 0).isPresent());
        assertEquals(Optional.empty(), store.get(items.getLast().target(), 0));
        Fault fault = assertThrows(Fault.class, () -> store.put(items.getLast(), ANY, from("9.9.9.9", 0)));
        assertEquals(Fault.SERVER, fault.code());
    }

    @Test
    void anItemIsKeptInItsBytesAndGivenAsItCame() {
        Value list = new Value.Items(Collections.nCopies(499, Value.Text.of("")));
        for (Item item : List.of(new Item.Immutable(list), Item.Mutable.signed(keys, "salt".getBytes(), 3, list))) {
            put(item, ANY, 0);
            Item kept = store.get(item.target(), 0).orElseThrow();
            assertEquals(item, kept);
            assertNotSame(item.value(), kept.value(), "the tree of values was kept");
            assertNotSame(kept.value(), store.get(item.target(), 0).orElseThrow().value());
            kept.check();
        }
    }

    @Test
    void aNodeThatMovesKeepsWhatItHas() {
        List<Item> items = immutable(10);
        items.forEach(item -> put(item, ANY, 0));
        store.centre(items.getLast().target());
        items.forEach(item -> assertEquals(Optional.of(item), store.get(item.target(), 0)));
    }
}
