package almenara.signaling;

import almenara.fuzz.Seeds;
import almenara.tables.MemoryTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Records in the caches of the cluster, written by another version of the program or by nobody who means well: number of the table, key and value, a zero byte between them. */
class TablesFuzzTest {

    private static final String OTHER = Nodes.room(7);
    private static final String PEER = "a".repeat(26);
    private static final String OFFER = "a".repeat(16);

    static Stream<byte[]> seeds() {
        return Seeds.texts("0\0" + OTHER + "\0abcdefgh\n3\n1", "1\0" + OTHER + ":abcdefgh:1\0SIGNAL\n" + PEER + "\n\nid\n{}", "1\0" + Nodes.ROOM + ":abcdefgh:1\0GAP\n\n\n\n",
                "2\0" + OTHER + "#3\0" + PEER + "\n" + "0".repeat(64) + "\nnode-a~1\nconnection-1\ntrue\n1\n192.0.2",
                "2\0" + OTHER + "#3\0" + PEER + "\n\nnode-a~1\nconnection-1\ntrue\n1\n192.0.2", "2\0" + OTHER + "!" + PEER + "\0" + "0".repeat(64),
                "3\0" + OTHER + "/" + OFFER + "\0" + OFFER + "\n" + PEER + "\n\nc00002\n99999999999999\n{}", "3\0claim:" + OTHER + "/" + OFFER + "\0claimed " + PEER, "4\0key\0" + "1", "2\0*\0\n");
    }

    static Stream<byte[]> lines() {
        return Seeds.texts(Nodes.ROOM + ":abcdefgh:1", Nodes.ROOM + ":abcdefgh:9223372036854775807", Nodes.ROOM + ":abcdefgh:-1", Nodes.ROOM + ":x:1", Nodes.ROOM + ":abcdefgh", "", "::");
    }

    /** {@code abcdefgh} stands for the epoch of the room. */
    @MethodSource("lines")
    @FuzzTest
    void whatIsToldOfALogAndNotKeptDisturbsNobody(byte[] input) {
        Nodes nodes = new Nodes(2);
        Client one = nodes.node(0).join(Nodes.ROOM);
        Client two = nodes.node(1).join(Nodes.ROOM);
        one.done("'type':'signal','data':1");
        nodes.log.tell(Seeds.text(input).replace("abcdefgh", one.epoch()));
        one.done("'type':'signal','data':2");
        two.done("'type':'offer','data':0");
        one.done("'type':'claim'");
        nodes.pass(3);
        two.done("'type':'signal','data':3");
    }

    @MethodSource("seeds")
    @FuzzTest
    void anEntryConcernsItsOwnRoomAlone(byte[] input) {
        String[] parts = Seeds.text(input).split("\0", 3);
        Nodes nodes = new Nodes(1);
        List<MemoryTable> tables = List.of(nodes.heads, nodes.log, nodes.members, nodes.offers, nodes.spent);
        if (parts.length < 3 || parts[0].isEmpty() || parts[1].contains(Nodes.room(1)) || parts[2].isEmpty()) {
            return;
        }
        tables.get(Math.floorMod(parts[0].charAt(0) - '0', tables.size())).put(parts[1], parts[2], Duration.ofSeconds(30));
        nodes.start("node-z");
        nodes.pass(2);
        Client one = nodes.node(0).join(Nodes.room(1));
        Client two = nodes.node(1).join(Nodes.room(1));
        one.done("'type':'offer','data':0");
        two.done("'type':'claim'");
        nodes.clock.advance(Duration.ofSeconds(40));
        nodes.pass(2);
        one.done("'type':'signal','data':1");
    }
}
