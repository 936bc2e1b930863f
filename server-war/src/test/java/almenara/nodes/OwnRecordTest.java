package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.keys.SigningKey;
import almenara.tables.FakeCluster;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnRecordTest {

    private final World world = new World(8);
    private final MemoryTable table = new MemoryTable(world.clock);
    private final SigningKey key = world.key();
    private final OwnRecord own = new OwnRecord(new Mesh.Identity(() -> key, World.url("https://a.example/"), List.of(), () -> World.EFFORT), table,
            new FakeCluster().join("a"), world.clock);

    private long effort() throws VisitFailure {
        return NodeRecord.read(own.item().orElseThrow(), world.clock.millis() / 1000).content().effort();
    }

    @Test
    void noRecordSaysLessThanWhatTheServerAsksForThatSignsIt() throws VisitFailure {
        own.renew();
        assertEquals(World.EFFORT, effort(), "before anything was told");
        own.tell();
        own.reset(Optional.empty(), Map.of());
        own.renew();
        assertEquals(World.EFFORT, effort(), "after all was lost");
        own.reset(Optional.empty(), Map.of("b", 2 * World.EFFORT));
        own.renew();
        assertEquals(2 * World.EFFORT, effort(), "and not less than another server has told");
    }

    @Test
    void whatAServerAsksForIsToldAtOnceAfterAllWasLost() {
        own.tell();
        table.remove(OwnRecord.EFFORT + "a", Long.toString(World.EFFORT));
        world.clock.advance(Duration.ofSeconds(1));
        own.tell();
        assertEquals(Optional.empty(), table.get(OwnRecord.EFFORT + "a"), "nothing has changed");
        own.reset(Optional.empty(), Map.of());
        own.tell();
        assertEquals(Optional.of(Long.toString(World.EFFORT)), table.get(OwnRecord.EFFORT + "a"));
    }
}
