package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchesTest {

    private final Searches.Peers search = new Searches.Peers(new NodeId(new byte[NodeId.SIZE]), new Reach(Family.IPV4, false));

    private static InetSocketAddress peer(int node, int number) {
        return new InetSocketAddress("9." + node + ".0." + number, 443);
    }

    private void take(int node, int peers) {
        assertTrue(search.take(Dictionary.of().with("values",
                new Value.Items(IntStream.range(0, peers).<Value>mapToObj(i -> new Value.Text(Compact.write(peer(node, i)))).toList()))));
    }

    @Test
    void ofANodeSixtyFourPeersCount() {
        take(0, 65);
        assertEquals(64, search.found().size());
        assertFalse(search.found().contains(peer(0, 64)));
    }

    @Test
    void whoComesLateHasItsShareOfTheFiveHundredAndTwelve() {
        for (int node = 0; node < 20; node++) {
            take(node, 64);
        }
        take(20, 2);
        assertEquals(512, search.found().size());
        assertTrue(search.found().contains(peer(20, 0)) && search.found().contains(peer(20, 1)));
    }
}
