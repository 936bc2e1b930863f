package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dialects.JsonLimits;
import almenara.ops.Metrics;
import almenara.signaling.Nodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MountsTest {

    @Test
    void allDialectsTogetherHaveTheirConnectionsSoThatOthersAreLeftForNativeClients() {
        Settings settings = Settings.read(List.of(), name -> Optional.empty());
        Mounts.Means means = new Mounts.Means(new Metrics(new SimpleMeterRegistry()), new Random(1));
        Mounts mounts = new Mounts(settings.dialects(), new Nodes(1).node(0).core, new JsonLimits(8), means);
        assertEquals(1, mounts.all().stream().map(mount -> mount.bounds().places()).distinct().count());
        assertEquals(settings.transport().connections() / 2, settings.dialects().connections());
    }
}
