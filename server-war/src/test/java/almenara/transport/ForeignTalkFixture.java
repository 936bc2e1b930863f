package almenara.transport;

import almenara.dialects.Dialect;
import almenara.dialects.JsonLimits;
import almenara.dialects.Native;
import almenara.dialects.NativeReplies;
import almenara.dialects.YWebrtc;
import almenara.limits.Rate;
import almenara.ops.Metrics;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.signaling.Session;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;

/** Connections of foreign clients from one address, whose sockets are lists, whose tasks run when they are told to, and whose time stands still. */
abstract class ForeignTalkFixture {

    static final String PING = "{\"type\":\"ping\"}";
    static final int COST = PING.length() + 64;
    static final TransportLimits LIMITS = new TransportLimits(1000, new TransportLimits.Queue(100, 10_000), 1, 10,
            new TransportLimits.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

    final Node node = new Nodes(1).node(0);
    final Queue<Runnable> later = new ArrayDeque<>();
    final List<Hearing> heard = new ArrayList<>();
    final List<String> written = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    final Places places = new Places(2, 2);
    final Connections connections = new Connections(10, new Random(1));
    long now;
    double rise = 1;
    boolean alone;
    Mount mount = mount(new YWebrtc(new JsonLimits(8), 100), 3 * COST);

    Mount mount(Dialect dialect, int waiting) {
        return new Mount(List.of("/y"), dialect, node.foreign, new Mount.Bounds(places, new Rate(10, 5, new Random(1)), () -> now, new Surge(() -> rise, 4), waiting, 2), heard::add);
    }

    Shared common(TransportLimits limits) {
        return new Shared(node.signaling, new Native(new JsonLimits(8), new NativeReplies.Introduction("n", "{}", "")), limits,
                new Metrics(new SimpleMeterRegistry()), new Shared.Threads(later::add, () -> alone), connections, new Usage());
    }

    Talk talk(Connection connection) {
        return new ForeignTalk(connection, mount, new Session.Origin("", "", "192.0.2", 7), new ForeignTalk.Target("", name -> name));
    }

    /** A connection whose socket is these lists. */
    final class Line extends Connection {

        Line() {
            this(ForeignTalkFixture.this::talk);
        }

        Line(Function<Connection, Talk> talks) {
            super("line", common(LIMITS), talks);
        }

        @Override
        void write(String text, Runnable sent) {
            written.add(text);
            sent.run();
        }

        @Override
        void shut(Closing why) {
            closed.add(why.code());
        }

        @Override
        void tick(long moment) {
            // nothing to keep alive
        }

        @Override
        boolean canSayAgain() {
            return false;
        }
    }

    void run() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    void says(Connection line, String... frames) {
        List.of(frames).forEach(line::received);
    }
}
