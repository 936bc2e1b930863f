package almenara.wiring;

import static almenara.wiring.DhtServer.await;
import static almenara.wiring.DhtServer.freePort;
import static almenara.wiring.DhtServer.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.Client;
import almenara.dht.Figures;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.store.Item;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of the DHT on real sockets of this machine. */
class DhtNodesTest {

    private final List<DhtServer> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stopAll() {
        servers.forEach(DhtServer::close);
    }

    private DhtServer start(int port, List<String> addresses, List<String> bootstrap) {
        DhtServer server = DhtServer.start(new DhtServer.Place(port, addresses, bootstrap, Optional.of(folder)));
        servers.add(server);
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void serversFindEachOtherAndWhatTheyPut(String address) throws IOException {
        int port = freePort(address);
        String entrance = (address.contains(":") ? "[" + address + "]:" : address + ":") + port;
        DhtServer first = start(port, List.of(address), List.of());
        List<DhtServer> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(start(freePort(address), List.of(address), List.of(entrance)));
        }
        Stream.concat(Stream.of(first), others.stream()).forEach(each -> await(() -> each.size() == 3));
        Item item = new Item.Immutable(Value.Text.of("hello"));
        assertEquals(3, get(others.getFirst().dht().put(item, OptionalLong.empty())).copies());
        assertEquals(Optional.of(item), get(others.getLast().dht().get(item.target(), new byte[0])));
        assertEquals(3, get(first.dht().announce(item.target(), 443)));
        assertEquals(InetAddress.getByName(address), get(others.get(1).dht().peers(item.target())).iterator().next().getAddress());
    }

    @Test
    void bothFamiliesAreServedByOneServer() throws IOException {
        int port = freePort("127.0.0.1");
        DhtServer both = start(port, List.of("127.0.0.1", "::1"), List.of());
        DhtServer four = start(freePort("127.0.0.1"), List.of("127.0.0.1"), List.of("127.0.0.1:" + port));
        DhtServer six = start(freePort("::1"), List.of("::1"), List.of("[::1]:" + port));
        await(() -> both.size() == 2);
        Item item = new Item.Immutable(Value.Text.of("both"));
        assertEquals(2, get(both.dht().put(item, OptionalLong.empty())).copies());
        assertEquals(Optional.of(item), get(four.dht().get(item.target(), new byte[0])));
        assertEquals(Optional.of(item), get(six.dht().get(item.target(), new byte[0])));
    }

    @Test
    void whatOneFamilyKnowsToBeNewerIsToldThoughTheOtherHasTakenTheItem() throws IOException, GeneralSecurityException {
        int port = freePort("127.0.0.1");
        DhtServer both = start(port, List.of("127.0.0.1", "::1"), List.of());
        DhtServer four = start(freePort("127.0.0.1"), List.of("127.0.0.1"), List.of("127.0.0.1:" + port));
        start(freePort("::1"), List.of("::1"), List.of("[::1]:" + port));
        await(() -> both.size() == 2);
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        get(four.dht().put(Item.Mutable.signed(keys, new byte[0], 9, Value.Text.of("nine")), OptionalLong.empty()));
        Client.Stored stored = get(both.dht().put(Item.Mutable.signed(keys, new byte[0], 8, Value.Text.of("eight")), OptionalLong.empty()));
        assertEquals(OptionalLong.of(9), stored.present());
        assertEquals(Fault.SEQ_TOO_LOW, stored.refusal().orElseThrow().code());
        assertEquals(1, stored.copies());
    }

    @Test
    void theNodesOfBothFamiliesReportHowTheyAre() throws IOException {
        DhtServer both = start(freePort("127.0.0.1"), List.of("127.0.0.1", "::1"), List.of());
        CompletableFuture<List<Figures>> told = new CompletableFuture<>();
        both.nodes().report(told::complete);
        assertEquals(List.of(Family.IPV4, Family.IPV6), get(told).stream().map(Figures::family).toList());
    }

    @Test
    void whatWasKnownIsKnownAgainAfterARestart() throws IOException {
        int port = freePort("127.0.0.1");
        DhtServer stays = start(port, List.of("127.0.0.1"), List.of());
        int other = freePort("127.0.0.1");
        DhtServer goes = start(other, List.of("127.0.0.1"), List.of("127.0.0.1:" + port));
        await(() -> goes.size() == 1 && stays.size() == 1);
        goes.close();
        servers.remove(goes);
        assertTrue(Files.exists(folder.resolve("almenara-dht-ipv4-" + other)));
        DhtServer again = start(other, List.of("127.0.0.1"), List.of());
        await(() -> again.size() == 1);
    }

    @Test
    void aFileThatIsNoMemoryIsPassedOver() throws IOException {
        int port = freePort("127.0.0.1");
        Files.writeString(folder.resolve("almenara-dht-ipv4-" + port), "noise");
        assertEquals(0, start(port, List.of("127.0.0.1"), List.of()).size());
    }

    @Test
    void withoutAPortThereIsNone() throws IOException {
        int taken = freePort("127.0.0.1");
        start(taken, List.of("127.0.0.1"), List.of());
        Settings.Dht settings = new DhtServer.Place(taken, List.of("127.0.0.1"), List.of(), Optional.empty()).settings();
        try (ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor()) {
            DhtNodes.Means means = new DhtNodes.Means(clockwork, clockwork, new SecureRandom());
            assertFalse(DhtNodes.start(settings, means).isPresent());
        }
    }

    @Test
    void threadsEndWithTheServer() throws IOException {
        DhtServer server = start(freePort("127.0.0.1"), List.of("127.0.0.1"), List.of());
        servers.remove(server);
        server.close();
        assertTrue(server.threads().isTerminated());
        assertTrue(server.clockwork().isShutdown());
    }
}
