package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespacesIT {

    /** What becomes of a connection to a port where nobody listens: {@code refused} by a machine that is there, {@code lost} on the way. */
    private static String call(Network network, int from, String host) {
        List<String> words = new ArrayList<>(network.at(from));
        words.addAll(List.of("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + host + "/9"));
        String fault = Shell.fault(words);
        return fault.contains("refused") ? "refused" : "lost";
    }

    private static String callFromHere(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, 9), 2000);
            return "taken";
        } catch (IOException e) {
            return e.getMessage().contains("refused") ? "refused" : "lost";
        }
    }

    @Test
    void aNodeWhoseLinkIsCutIsSeenByItsClientsAloneUntilTheLinkIsMended() {
        try (Network network = Namespaces.of(3)) {
            assumeTrue(network.canCut(), "no network namespaces");
            assertEquals("refused", call(network, 0, network.inner(2)));
            network.cut(2);
            assertEquals(List.of("lost", "lost", "refused", "refused"),
                    List.of(call(network, 0, network.inner(2)), call(network, 2, network.inner(1)), call(network, 0, network.inner(1)), callFromHere(network.host(2))));
            network.mend(2);
            Await.until("the link carries again", Duration.ofSeconds(20), () -> call(network, 0, network.inner(2)).equals("refused"));
        }
    }
}
