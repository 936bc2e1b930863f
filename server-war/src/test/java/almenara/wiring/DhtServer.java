package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.Allowance;
import almenara.dht.Dht;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a server has of the DHT, on real sockets of this machine, with threads of its own. */
public record DhtServer(DhtNodes nodes, ExecutorService threads, ScheduledExecutorService clockwork) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where it is, by which nodes it enters, and where it remembers them. */
    public record Place(int port, List<String> addresses, List<String> bootstrap, Optional<Path> memory) {

        Settings.Dht settings() {
            return new Settings.Dht(port, addresses, bootstrap, new Settings.Dht.Manner(true, false), new ItemStore.Bounds(100, 100),
                    new PeerStore.Bounds(100, 100, 100), new Allowance.PerSecond(1000, 1000), memory);
        }
    }

    public static DhtServer start(Place place) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
        ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
        return new DhtServer(DhtNodes.start(place.settings(), new DhtNodes.Means(threads, clockwork, new SecureRandom())).orElseThrow(), threads, clockwork);
    }

    public static int freePort(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }

    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen in time");
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    public static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public Dht dht() {
        return nodes.dht();
    }

    public int size() {
        return get(dht().size());
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        nodes.close();
        threads.close();
    }
}
