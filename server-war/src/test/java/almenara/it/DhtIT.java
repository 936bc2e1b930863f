package almenara.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The DHT of a server, over UDP: it comes and goes with the WAR, and is the same node when it comes again. */
@ArquillianTest
class DhtIT {

    private static final int BASE = 6881;
    private static final InetSocketAddress NODE = new InetSocketAddress("127.0.0.1", BASE + Integer.getInteger("it.offset"));
    private static final int MOST = 2000;

    private final NodeId caller = NodeId.random(new Random());

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "dht", managed = false, testable = false)
    static WebArchive dht() {
        return Wars.named("dht.war", "drain-seconds=0", "dht-port=" + BASE, "dht-private=true");
    }

    @Deployment(name = "none", managed = false, testable = false)
    static WebArchive none() {
        return Wars.named("none.war", "drain-seconds=0");
    }

    private static Message receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST], MOST);
        socket.receive(packet);
        return Message.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private static void send(DatagramSocket socket, Message message) throws IOException {
        byte[] bytes = message.encode();
        socket.send(new DatagramPacket(bytes, bytes.length, NODE));
    }

    private Dictionary arguments() {
        return Dictionary.of().with("id", caller.bytes());
    }

    /** Pings the node, and answers when it pings back. */
    private NodeId meet(DatagramSocket socket) throws IOException {
        socket.setSoTimeout((int) Server.PATIENCE.toMillis());
        send(socket, new Message.Query(new byte[] {7}, "ping", arguments(), false));
        NodeId id = null;
        boolean greeted = false;
        while (id == null || !greeted) {
            switch (receive(socket)) {
                case Message.Answer answer -> {
                    assertArrayEquals(new byte[] {7}, answer.transaction());
                    assertEquals(socket.getLocalPort(), answer.seen().orElseThrow().getPort());
                    id = answer.sender();
                }
                case Message.Query query -> {
                    send(socket, new Message.Answer(query.transaction(), arguments(), Optional.empty()));
                    greeted = true;
                }
                case Message.Failure failure -> throw new AssertionError(failure.fault());
            }
        }
        return id;
    }

    private static boolean isFree() {
        try (DatagramSocket socket = new DatagramSocket(NODE)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theNodeComesAndGoesWithTheApplicationAndKnowsItselfAndOthersAgain() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            deployer.deploy("dht");
            NodeId first;
            try {
                assertFalse(isFree());
                first = meet(socket);
            } finally {
                deployer.undeploy("dht");
            }
            assertTrue(isFree(), "the port is given back");
            deployer.deploy("dht");
            try {
                assertEquals(first, awaitEntrance(socket));
            } finally {
                deployer.undeploy("dht");
            }
        }
    }

    /** The node that comes back asks whom it knew from before. */
    private static NodeId awaitEntrance(DatagramSocket socket) throws IOException {
        while (true) {
            if (receive(socket) instanceof Message.Query query && "find_node".equals(query.method())) {
                return query.sender();
            }
        }
    }

    @Test
    void withoutAPortThereIsNone() {
        deployer.deploy("none");
        try {
            assertTrue(isFree());
        } finally {
            deployer.undeploy("none");
        }
    }
}
