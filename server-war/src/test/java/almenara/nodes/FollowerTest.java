package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.SigningKey;
import almenara.tables.FakeCluster;
import almenara.tables.MemoryTable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private final World world = new World(9);
    private final MemoryTable table = new MemoryTable(world.clock);
    private final SigningKey key = world.key();
    private final OwnRecord own = new OwnRecord(new Mesh.Identity(() -> key, World.url("https://a.example/"), List.of(), () -> World.EFFORT), table,
            new FakeCluster().join("a"), world.clock);
    private final Known known = new Known(table, new Rules(Set.of(), new Reach(List.of(), Set.of(443)), World.BOUNDS, World.TIMES), world.clock, world.random);
    private final Follower follower = new Follower(own, known, told -> { });

    private Map<String, String> entries(String url) {
        NodeRecord record = world.record(world.key(), url, 0);
        return Map.of(OwnRecord.SELF, world.record(key, "https://a.example/", 0).item().text(), OwnRecord.EFFORT + "b", "7", Follower.HEARD, "DHT 2 NODE 3",
                Known.PREFIX + record.item().name(), new Sighting(record, "1402", 0, world.clock.millis()).text());
    }

    private List<String> listed() {
        return known.listed().stream().map(each -> each.url().text()).toList();
    }

    @Test
    void whoeverAsksWhileAllIsReadAnewIsToldWhatWasKnownBefore() {
        follower.reset(entries("https://old.example/"));
        List<String> seen = new ArrayList<>();
        Map<String, String> fresh = entries("https://new.example/");
        follower.reset(new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                seen.add(listed().size() + " listed, record " + own.item().isPresent() + ", heard of " + follower.heard().all());
                return fresh.entrySet();
            }
        });
        assertEquals(Set.of("1 listed, record true, heard of 5"), Set.copyOf(seen));
        assertEquals(List.of("https://new.example/"), listed());
    }

    @Test
    void whatTheClusterHasNoMoreIsKnownNoMore() {
        follower.reset(entries("https://old.example/"));
        follower.reset(Map.of());
        assertEquals(List.of(), listed());
        assertEquals(Heard.NOTHING, follower.heard());
        assertTrue(own.item().isEmpty());
    }
}
