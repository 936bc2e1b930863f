package almenara.wiring;

import static almenara.wiring.DhtServer.await;
import static almenara.wiring.DhtServer.freePort;
import static almenara.wiring.DhtServer.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item.Author;
import almenara.dht.store.Item.Mutable;
import almenara.nodes.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in a DHT on real sockets of this machine. */
class DhtDirectoryTest {

    private static final String HOST = "127.0.0.1";
    private static final String TOPIC = "test/nodes";
    private static final NodeId KEY = NodeId.hash(TOPIC.getBytes(StandardCharsets.UTF_8));
    private static final byte[] SALT = Item.SALT.getBytes(StandardCharsets.US_ASCII);

    private final List<DhtServer> servers = new ArrayList<>();
    private final List<Settings.Dht> settings = new ArrayList<>();

    @BeforeEach
    void fourMeet() throws IOException {
        int entrance = freePort(HOST);
        for (int i = 0; i < 4; i++) {
            DhtServer.Place place = new DhtServer.Place(i == 0 ? entrance : freePort(HOST), List.of(HOST), i == 0 ? List.of() : List.of(HOST + ':' + entrance), Optional.empty());
            servers.add(DhtServer.start(place));
            settings.add(place.settings());
        }
        servers.forEach(each -> await(() -> each.size() == 3));
    }

    @AfterEach
    void allPart() {
        servers.forEach(DhtServer::close);
    }

    private DhtDirectory directory(int server, String topic) {
        return new DhtDirectory(() -> Optional.of(servers.get(server).dht()), topic, settings.get(server));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Item record(KeyPair keys, long seq) {
        Mutable item = Mutable.signed(keys, SALT, seq, Dictionary.of().with("url", new Value.Text(new byte[] {'u', (byte) seq})));
        return new Item(item.author().key(), seq, item.signature(), item.value().encode());
    }

    private void awaitAnnounced(int count) {
        await(() -> get(servers.getLast().dht().peers(KEY)).size() == count);
    }

    /** Questions of the first server so far. */
    private long asked() {
        return get(servers.getFirst().dht().figures()).stream().mapToLong(each -> each.traffic().out()).sum();
    }

    @Test
    void whoLeavesItsRecordUnderATopicIsFoundByTheOthersOfIt() {
        Set<Item> left = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Item own = record(keys(), 5);
            directory(i, TOPIC).publish(own);
            left.add(own);
        }
        awaitAnnounced(3);
        assertEquals(left, new HashSet<>(directory(3, TOPIC).discover()));
        assertEquals(List.of(), directory(3, "other/nodes").discover());
    }

    @Test
    void theNewestRecordOfAKeyIsFoundByIt() {
        KeyPair keys = keys();
        DhtDirectory directory = directory(0, TOPIC);
        directory.publish(record(keys, 5));
        Item newest = record(keys, 6);
        directory.publish(newest);
        await(() -> directory(3, TOPIC).find(newest.key()).filter(newest::equals).isPresent());
        awaitAnnounced(1);
        assertEquals(List.of(newest), directory(3, TOPIC).discover(), "and it introduces itself by the newest");
        assertEquals(Optional.empty(), directory(3, TOPIC).find(record(keys(), 1).key()));
    }

    @Test
    void whereNobodyIsKnownNothingIsLeftYet() throws IOException {
        DhtServer.Place place = new DhtServer.Place(freePort(HOST), List.of(HOST), List.of(), Optional.empty());
        DhtServer alone = DhtServer.start(place);
        servers.add(alone);
        DhtDirectory directory = new DhtDirectory(() -> Optional.of(alone.dht()), TOPIC, place.settings());
        Item own = record(keys(), 1);
        directory.publish(own);
        assertEquals(List.of(), directory.discover());
        assertEquals(Optional.empty(), get(alone.dht().get(new Author(own.key(), SALT).target(), SALT)), "not even by itself");
        DhtDirectory none = new DhtDirectory(Optional::empty, TOPIC, place.settings());
        none.publish(own);
        none.withdraw();
        assertEquals(List.of(), none.discover());
        assertEquals(Optional.empty(), none.find(own.key()));
    }

    @Test
    void whoOnlyAsksIsNotAnnounced() {
        Settings.Dht plain = settings.getFirst();
        Settings.Dht silent = new Settings.Dht(plain.port(), plain.addresses(), plain.bootstrap(), new Settings.Dht.Manner(true, true), plain.items(), plain.peers(),
                plain.rates(), plain.memory());
        DhtDirectory directory = new DhtDirectory(() -> Optional.of(servers.getFirst().dht()), TOPIC, silent);
        Item own = record(keys(), 1);
        directory.publish(own);
        directory(1, TOPIC).publish(record(keys(), 1));
        await(() -> directory(3, TOPIC).find(own.key()).isPresent());
        awaitAnnounced(1);
        assertEquals(settings.get(1).port(), get(servers.getLast().dht().peers(KEY)).iterator().next().getPort());
    }

    @Test
    void whatIsWithdrawnMayBeLeftAgain() {
        DhtDirectory directory = directory(0, TOPIC);
        Item own = record(keys(), 1);
        directory.publish(own);
        awaitAnnounced(1);
        await(() -> directory(3, TOPIC).find(own.key()).isPresent());
        long before = asked();
        directory.withdraw();
        directory.publish(own);
        // Of the record and of the node: for each, three others are asked, then told.
        await(() -> asked() > before + 6);
        assertTrue(directory(3, TOPIC).discover().contains(own));
    }
}
