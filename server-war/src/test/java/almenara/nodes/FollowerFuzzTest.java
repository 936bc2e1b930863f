package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.keys.SigningKey;
import almenara.tables.Careful;
import almenara.tables.FakeCluster;
import almenara.tables.MemoryTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What the servers of a cluster tell each other of the mesh: a line an entry, key and value with a blank between them. */
class FollowerFuzzTest {

    /** A server that follows. */
    private static final class Server {
        private final World world = new World(9);
        private final MemoryTable table = new MemoryTable(world.clock);
        private final SigningKey key = world.key();
        private final OwnRecord own = new OwnRecord(new Mesh.Identity(() -> key, World.url("https://a.example/"), List.of(), () -> World.EFFORT), table, new FakeCluster().join("a"), world.clock);
        private final Known known = new Known(table, new Rules(Set.of(), new Reach(List.of(), Set.of(443)), World.BOUNDS, World.TIMES), world.clock, world.random);
        private final Follower follower = new Follower(own, known, told -> { });
        private final Careful careful = new Careful(follower);

        List<Object> state() {
            return List.of(Set.copyOf(known.listed()), own.item(), follower.heard());
        }
    }

    static Stream<byte[]> seeds() {
        World world = new World(9);
        NodeRecord record = world.record(world.key(), "https://b.example/", 7);
        String node = Known.PREFIX + record.item().name() + ' ' + new Sighting(record, "1402", 0, world.clock.millis()).text();
        String self = OwnRecord.SELF + ' ' + record.item().text();
        return Seeds.texts(node + '\n' + self + "\neffort/b 7\nheard DHT 2 NODE 3", node, self, "effort/b x\neffort/ -1\nheard X 1\nother y", "node/ \nself AAAA", "node/x 1 2 3 " + record.item().text());
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadOneByOneIsWhatIsReadAtOnceAndTheRestIsPassedOver(byte[] input) {
        Map<String, String> entries = new HashMap<>();
        Seeds.text(input).lines().map(line -> line.split(" ", 2)).filter(parts -> parts.length == 2).forEach(parts -> entries.put(parts[0], parts[1]));
        Server one = new Server();
        entries.forEach(one.careful::stored);
        Server other = new Server();
        other.careful.reset(entries);
        assertEquals(one.state(), other.state());
        assertEquals(one.careful.unreadable(), other.careful.unreadable());
        one.known.lost();
        entries.keySet().forEach(one.careful::gone);
        assertEquals(new Server().state(), one.state());
        other.own.renew();
    }
}
