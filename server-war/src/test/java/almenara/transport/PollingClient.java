package almenara.transport;

import almenara.dialects.JsonLimits;
import almenara.dialects.Native;
import almenara.dialects.NativeReplies;
import almenara.messages.Reply;
import almenara.ops.Metrics;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** A client that polls, and the WebSockets to which it changes over. */
class PollingClient {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TransportLimits LIMITS = new TransportLimits(100, new TransportLimits.Queue(10, 1000), 1, 10, new TransportLimits.Times(SECOND, SECOND, SECOND, SECOND));

    private final Node node = new Nodes(1).node(0);
    final Queue<Runnable> later = new ArrayDeque<>();
    final Connections connections = new Connections(10, new Random(1));
    final Shared shared = new Shared(node.signaling, new Native(new JsonLimits(8), new NativeReplies.Introduction("n", "{}", "")), LIMITS,
            new Metrics(new SimpleMeterRegistry()), new Shared.Threads(later::add, () -> false), connections, new Usage());
    final List<String> heard = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final PollingConnection session = new PollingConnection("session", new PollingConnection.Terms("key", Payloads.FOUR), shared, connection -> new Ear());

    PollingClient() {
        connections.add(session);
    }

    /** Whoever listens to the client. */
    final class Ear implements Talk {

        @Override
        public void begin() {
            heard.add("begin");
        }

        @Override
        public void greet() {
            // nothing to tell
        }

        @Override
        public void heard(String frame) {
            heard.add(frame);
        }

        @Override
        public boolean takes(String frame, int waiting) {
            return true;
        }

        @Override
        public List<String> told(Reply reply) {
            return List.of("told");
        }

        @Override
        public boolean takesBytes() {
            return true;
        }

        @Override
        public boolean isIdle(long now) {
            return false;
        }

        @Override
        public void tick() {
            heard.add("tick");
        }

        @Override
        public void end() {
            heard.add("end");
        }
    }

    /** A WebSocket to which the session changes over. */
    final class Socket extends Connection {

        final List<String> written = new ArrayList<>();
        final List<Closing> closed = new ArrayList<>();

        Socket() {
            super("socket", shared, connection -> new Changeover(connection, session, 1000));
        }

        Socket says(String... frames) {
            List.of(frames).forEach(this::received);
            run();
            return this;
        }

        @Override
        void write(String text, Runnable sent) {
            written.add(text);
            sent.run();
        }

        @Override
        void shut(Closing why) {
            closed.add(why);
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

    void says(String... frames) {
        List.of(frames).forEach(session::sendRaw);
        run();
    }

    void polls() {
        session.poll(answers::add);
        run();
    }

    static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * SECOND.toNanos());
    }
}
