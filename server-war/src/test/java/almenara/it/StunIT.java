package almenara.it;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The STUN server of a node, over UDP: it comes and goes with the WAR, and the WAR does not depend on it. */
@ArquillianTest
class StunIT {

    private static final int PORT = 3478 + Integer.getInteger("it.offset");
    private static final int OTHER_PORT = PORT + 1;
    private static final String HEAD = "2112a442b7e7a701bc34d686fa87dfae";
    private static final String REQUEST = "00010000" + HEAD;
    private static final String NOISE = "00020000" + HEAD;

    /** At a rate of one a second; the noise counts as one. */
    private static final int AT_ONCE = 5;
    private static final Duration SILENCE = Duration.ofMillis(300);

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "usual", managed = false, testable = false)
    static WebArchive usual() {
        return Wars.named("usual.war", "drain-seconds=0", "stun-rate=1");
    }

    @Deployment(name = "moved", managed = false, testable = false)
    static WebArchive moved() {
        return Wars.named("moved.war", "drain-seconds=0", "stun-port=3479", "stun-address=::1");
    }

    @Deployment(name = "none", managed = false, testable = false)
    static WebArchive none() {
        return Wars.named("none.war", "drain-seconds=0", "stun-port=0");
    }

    private static InetSocketAddress server(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private static void send(DatagramSocket socket, String request, InetSocketAddress server) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(request);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private static String receive(DatagramSocket socket, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
        socket.receive(answer);
        return HexFormat.of().formatHex(Arrays.copyOf(answer.getData(), answer.getLength()));
    }

    /** The success for this socket; the cookie hides port and address. */
    private static String success(DatagramSocket socket, InetAddress own) {
        byte[] mask = HexFormat.of().parseHex(HEAD);
        byte[] address = own.getAddress();
        for (int i = 0; i < address.length; i++) {
            address[i] ^= mask[i];
        }
        String value = (address.length == 4 ? "0001" : "0002") + HexFormat.of().toHexDigits((short) (socket.getLocalPort() ^ 0x2112)) + HexFormat.of().formatHex(address);
        return "0101" + HexFormat.of().toHexDigits((short) (4 + value.length() / 2)) + HEAD + "0020" + HexFormat.of().toHexDigits((short) (value.length() / 2)) + value;
    }

    private static boolean isFree(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket(server(address, port))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aCallerIsToldItsAddressAndNoiseGetsNoAnswerAndTooManyRequestsNeither() throws IOException {
        deployer.deploy("usual");
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, NOISE, server("127.0.0.1", PORT));
            for (int i = 0; i < 20; i++) {
                send(socket, REQUEST, server("127.0.0.1", PORT));
            }
            String wanted = success(socket, InetAddress.getByName("127.0.0.1"));
            int answers = 0;
            try {
                while (true) {
                    assertEquals(wanted, receive(socket, answers < AT_ONCE - 1 ? Server.PATIENCE : SILENCE));
                    answers++;
                }
            } catch (SocketTimeoutException e) {
                int heard = answers;
                assertTrue(heard >= AT_ONCE - 1 && heard <= AT_ONCE + 1, () -> heard + " answers");
            }
        } finally {
            deployer.undeploy("usual");
        }
        assertTrue(isFree("127.0.0.1", PORT), "the port is given back");
    }

    @Test
    void itListensWhereItIsTold() throws IOException {
        deployer.deploy("moved");
        try (DatagramSocket socket = new DatagramSocket()) {
            assertTrue(isFree("127.0.0.1", PORT));
            send(socket, REQUEST, server("::1", OTHER_PORT));
            assertEquals(success(socket, InetAddress.getByName("::1")), receive(socket, Server.PATIENCE));
        } finally {
            deployer.undeploy("moved");
        }
    }

    @Test
    void itCanBeSwitchedOff() {
        deployer.deploy("none");
        try {
            assertTrue(isFree("127.0.0.1", PORT));
        } finally {
            deployer.undeploy("none");
        }
    }

    @Test
    void aPortThatIsTakenDoesNotKeepTheNodeFromServing() throws IOException {
        try (DatagramSocket holder = new DatagramSocket(server("127.0.0.1", PORT))) {
            assertTrue(holder.isBound());
            assertDoesNotThrow(() -> deployer.deploy("usual"));
            try (Client client = Client.join(Server.room())) {
                client.done("'type':'ping'");
            } finally {
                deployer.undeploy("usual");
            }
        }
    }
}
