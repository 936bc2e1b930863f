package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dialects.JsonLimits;
import almenara.ops.Metrics;
import almenara.pow.Load;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.signaling.WorkToll;
import almenara.transport.Mount;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MountsTest {

    private static final Settings SETTINGS = Settings.read(List.of(), name -> Optional.empty());

    private static Mounts mounts(Settings settings, Node node) {
        return new Mounts(settings.dialects(), node.core, new JsonLimits(8), new Mounts.Means(new Metrics(new SimpleMeterRegistry()), new Random(1)));
    }

    private static double rise(Mounts mounts) {
        return mounts.all().getFirst().bounds().surge().rise().getAsDouble();
    }

    @Test
    void dialectsFollowThePriceOfTheirNodeWhichTheyDoNotPay() {
        Nodes nodes = Nodes.paid(2, 1024);
        Mounts here = mounts(SETTINGS, nodes.node(0));
        Mounts there = mounts(SETTINGS, nodes.node(1));
        assertEquals(1, rise(here));
        long now = nodes.clock.instant().getEpochSecond();
        ((WorkToll) nodes.node(0).core.toll()).follow(new Load(now + 5, 1, 0, 0, new Load.Room(0, 0)));
        assertEquals(2, rise(here));
        assertEquals(1, rise(there));
        assertEquals(1, rise(mounts(SETTINGS, new Nodes(1).node(0))));
    }

    @Test
    void aNodeTellsThePathsOfTheDialectsThatItSpeaksAndOfNoOthers() {
        assertEquals(Optional.of("/peerjs"), Optional.ofNullable(mounts(SETTINGS, new Nodes(1).node(0)).paths().get("peerjs")));
        Map<String, String> configured = Map.of("almenara.peerjs-path", "off", "almenara.y-webrtc-path", "/y");
        Settings settings = Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name)));
        Map<String, String> paths = mounts(settings, new Nodes(1).node(0)).paths();
        assertEquals(List.of(Optional.empty(), Optional.of("/y")), Stream.of("peerjs", "y-webrtc").map(name -> Optional.ofNullable(paths.get(name))).toList());
    }

    @Test
    void allDialectsTogetherHaveTheirConnectionsSoThatOthersAreLeftForNativeClients() {
        Mounts mounts = mounts(SETTINGS, new Nodes(1).node(0));
        assertEquals(1, mounts.all().stream().map(mount -> mount.bounds().places()).distinct().count());
        assertEquals(List.of(List.of("/tracker", "/announce")), mounts.all().stream().filter(mount -> mount.dialect().name().equals("tracker")).map(Mount::paths).toList());
        assertEquals(SETTINGS.transport().connections() / 2, SETTINGS.dialects().connections());
    }
}
