package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
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

    private static boolean isFree() {
        try (DatagramSocket socket = new DatagramSocket(NODE)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theNodeComesAndGoesWithTheApplicationAndKnowsItselfAndOthersAgain() throws IOException {
        try (Stranger stranger = new Stranger(NODE)) {
            deployer.deploy("dht");
            NodeId first;
            try {
                assertFalse(isFree());
                first = stranger.meet();
            } finally {
                deployer.undeploy("dht");
            }
            assertTrue(isFree(), "the port is given back");
            deployer.deploy("dht");
            try {
                assertEquals(first, awaitEntrance(stranger));
            } finally {
                deployer.undeploy("dht");
            }
        }
    }

    /** The node that comes back asks whom it knew from before. */
    private static NodeId awaitEntrance(Stranger stranger) throws IOException {
        while (true) {
            if (stranger.receive() instanceof Message.Query query && "find_node".equals(query.method())) {
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
