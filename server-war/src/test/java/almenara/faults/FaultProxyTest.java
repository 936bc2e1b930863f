package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int PATIENCE = 10_000;
    private static final byte[] WORD = {1, 2, 3};

    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    /** The other end of the client's connection. */
    private Socket node;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE);
        proxy = new FaultProxy(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        client = Http.connect(proxy.address());
        node = server.accept();
        client.setSoTimeout(PATIENCE);
        node.setSoTimeout(PATIENCE);
        Await.until("the connection is known", Duration.ofMillis(PATIENCE), () -> proxy.connections() == 1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        node.close();
        proxy.close();
        server.close();
    }

    private static void carries(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(WORD);
        assertArrayEquals(WORD, to.getInputStream().readNBytes(WORD.length));
    }

    private static void carriesNothing(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(WORD);
        to.setSoTimeout((int) SHORT.toMillis());
        assertThrows(SocketTimeoutException.class, () -> to.getInputStream().read());
        to.setSoTimeout(PATIENCE);
    }

    @Test
    void aClearWayCarriesEverythingBothWaysAndTheEndOfEach() throws IOException {
        byte[] much = new byte[1 << 20];
        new Random(1).nextBytes(much);
        Thread.startVirtualThread(() -> {
            try {
                client.getOutputStream().write(much);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertArrayEquals(much, node.getInputStream().readAllBytes());
        carries(node, client);
        node.shutdownOutput();
        assertEquals(-1, client.getInputStream().read());
        Await.until("nothing of the connection is left", Duration.ofMillis(PATIENCE), () -> proxy.connections() == 0);
    }

    @Test
    void aLateWayTakesItsTimeThereAndBack() throws IOException {
        proxy.set(Conditions.late(SHORT, Duration.ofMillis(1)));
        long began = System.nanoTime();
        carries(client, node);
        carries(node, client);
        assertTrue(System.nanoTime() - began >= 2 * SHORT.toNanos());
    }

    @Test
    void aNarrowWayTakesTheTimeOfItsBytes() throws IOException {
        proxy.set(Conditions.narrow(10_000));
        long began = System.nanoTime();
        client.getOutputStream().write(new byte[1000]);
        node.getInputStream().readNBytes(1000);
        assertTrue(System.nanoTime() - began >= SHORT.toNanos());
    }

    @Test
    void inABlackHoleNothingArrivesAndAfterwardsEverything() throws IOException {
        proxy.set(Conditions.dark());
        carriesNothing(client, node);
        carriesNothing(node, client);
        proxy.set(Conditions.CLEAR);
        assertArrayEquals(WORD, node.getInputStream().readNBytes(WORD.length));
        assertArrayEquals(WORD, client.getInputStream().readNBytes(WORD.length));
    }

    @Test
    void aResetIsToldToBothEndsAndTheNextConnectionStands() throws IOException {
        proxy.reset();
        assertThrows(SocketException.class, () -> client.getInputStream().read());
        assertThrows(SocketException.class, () -> node.getInputStream().read());
        assertEquals(0, proxy.connections());
        try (Socket next = Http.connect(proxy.address()); Socket end = server.accept()) {
            end.setSoTimeout(PATIENCE);
            carries(next, end);
        }
    }

    @Test
    void whenTheWayToTheClientsHasEndedTheNodeStillHearsThem() throws IOException {
        proxy.endToClients();
        assertEquals(-1, client.getInputStream().read());
        node.getOutputStream().write(WORD);
        carries(client, node);
    }

    @Test
    void whenTheWayToTheNodeHasEndedTheClientsStillHearIt() throws IOException {
        proxy.endToNode();
        assertEquals(-1, node.getInputStream().read());
        client.getOutputStream().write(WORD);
        carries(node, client);
    }

    @Test
    void aNodeThatIsNotThereEndsTheConnectionOfTheClient() throws IOException {
        server.close();
        try (Socket next = Http.connect(proxy.address())) {
            next.setSoTimeout(PATIENCE);
            assertEquals(-1, next.getInputStream().read());
        }
    }
}
