package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.Allowance;
import almenara.dht.Dht;
import almenara.dht.bencode.Value;
import almenara.dht.store.Item;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of the DHT on real sockets of this machine. */
class DhtNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final List<Server> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    /** One server, with its own threads. */
    private record Server(DhtNodes nodes, ExecutorService threads, ScheduledExecutorService clockwork) {

        Dht dht() {
            return nodes.dht();
        }

        void stop() {
            clockwork.shutdownNow();
            nodes.close();
            threads.close();
        }
    }

    @AfterEach
    void stopAll() {
        servers.forEach(Server::stop);
    }

    private static int freePort(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }

    private Server start(int port, List<String> addresses, List<String> bootstrap) {
        Settings.Dht settings = new Settings.Dht(port, addresses, bootstrap, new Settings.Dht.Manner(true, false), new ItemStore.Bounds(100, 100),
                new PeerStore.Bounds(100, 100, 100), new Allowance.PerSecond(1000, 1000), Optional.of(folder));
        ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
        ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
        Server server = new Server(DhtNodes.start(settings, new DhtNodes.Means(threads, clockwork, new SecureRandom())).orElseThrow(), threads, clockwork);
        servers.add(server);
        return server;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen in time");
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static <T> T get(java.util.concurrent.CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void serversFindEachOtherAndWhatTheyPut(String address) throws IOException {
        int port = freePort(address);
        String entrance = (address.contains(":") ? "[" + address + "]:" : address + ":") + port;
        Server first = start(port, List.of(address), List.of());
        List<Server> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(start(freePort(address), List.of(address), List.of(entrance)));
        }
        Stream.concat(Stream.of(first), others.stream()).forEach(each -> await(() -> get(each.dht().size()) == 3));
        Item item = new Item.Immutable(Value.Text.of("hello"));
        assertEquals(3, get(others.getFirst().dht().put(item, OptionalLong.empty())).copies());
        assertEquals(Optional.of(item), get(others.getLast().dht().get(item.target(), new byte[0])));
        assertEquals(3, get(first.dht().announce(item.target(), 443)));
        assertEquals(InetAddress.getByName(address), get(others.get(1).dht().peers(item.target())).iterator().next().getAddress());
    }

    @Test
    void bothFamiliesAreServedByOneServer() throws IOException {
        int port = freePort("127.0.0.1");
        Server both = start(port, List.of("127.0.0.1", "::1"), List.of());
        Server four = start(freePort("127.0.0.1"), List.of("127.0.0.1"), List.of("127.0.0.1:" + port));
        Server six = start(freePort("::1"), List.of("::1"), List.of("[::1]:" + port));
        await(() -> get(both.dht().size()) == 2);
        Item item = new Item.Immutable(Value.Text.of("both"));
        assertEquals(2, get(both.dht().put(item, OptionalLong.empty())).copies());
        assertEquals(Optional.of(item), get(four.dht().get(item.target(), new byte[0])));
        assertEquals(Optional.of(item), get(six.dht().get(item.target(), new byte[0])));
    }

    @Test
    void whatWasKnownIsKnownAgainAfterARestart() throws IOException {
        int port = freePort("127.0.0.1");
        Server stays = start(port, List.of("127.0.0.1"), List.of());
        int other = freePort("127.0.0.1");
        Server goes = start(other, List.of("127.0.0.1"), List.of("127.0.0.1:" + port));
        await(() -> get(goes.dht().size()) == 1 && get(stays.dht().size()) == 1);
        goes.stop();
        servers.remove(goes);
        assertTrue(Files.exists(folder.resolve("almenara-dht-ipv4-" + other)));
        Server again = start(other, List.of("127.0.0.1"), List.of());
        await(() -> get(again.dht().size()) == 1);
    }

    @Test
    void aFileThatIsNoMemoryIsPassedOver() throws IOException {
        int port = freePort("127.0.0.1");
        Files.writeString(folder.resolve("almenara-dht-ipv4-" + port), "noise");
        assertEquals(0, get(start(port, List.of("127.0.0.1"), List.of()).dht().size()));
    }

    @Test
    void withoutAPortThereIsNone() throws IOException {
        int taken = freePort("127.0.0.1");
        start(taken, List.of("127.0.0.1"), List.of());
        Settings.Dht settings = new Settings.Dht(taken, List.of("127.0.0.1"), List.of(), new Settings.Dht.Manner(true, false), new ItemStore.Bounds(1, 1),
                new PeerStore.Bounds(1, 1, 1), new Allowance.PerSecond(1, 1), Optional.empty());
        try (ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor()) {
            DhtNodes.Means means = new DhtNodes.Means(clockwork, clockwork, new SecureRandom());
            assertFalse(DhtNodes.start(settings, means).isPresent());
        }
    }

    @Test
    void threadsEndWithTheServer() throws IOException {
        Server server = start(freePort("127.0.0.1"), List.of("127.0.0.1"), List.of());
        servers.remove(server);
        server.stop();
        assertTrue(server.threads().isTerminated());
        assertTrue(server.clockwork().isShutdown());
    }
}
