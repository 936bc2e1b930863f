package almenara.faults;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The other end of a client's connections, which says what a test says. Its connections come one after the other. */
final class ScriptedNode {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String JOINED = "'type':'joined','ref':0,'self':'self','token':'token','epoch':'one',";

    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    /** One connection: what the client has said, and what it is told. */
    static final class Connection implements Line {

        private final Target target;
        private final BlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
        private final Consumer<JsonObject> heard;

        private Connection(Target target, Consumer<JsonObject> heard) {
            this.target = target;
            this.heard = heard;
        }

        Target target() {
            return target;
        }

        @Override
        public void say(JsonObject command) {
            said.add(command);
        }

        @Override
        public int listen() {
            try {
                for (JsonObject next = told.take(); ; next = told.take()) {
                    if (next.getString("type").equals("closed")) {
                        return next.getInt("code");
                    }
                    heard.accept(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return CUT;
            }
        }

        @Override
        public void cut() {
            told.add(Json.createObjectBuilder().add("type", "closed").add("code", CUT).build());
        }

        /** Tells JSON that is written with single quotes, without its braces. */
        Connection tell(String fields) {
            told.add(Http.parse('{' + fields.replace('\'', '"') + '}'));
            return this;
        }

        /** Lets the client in, as the peer {@code self}. */
        Connection letIn(String more) {
            return tell(JOINED + more);
        }

        /** Lets it in when it does not listen any more: this was on its way. */
        void letInLate(String more) {
            heard.accept(Http.parse('{' + (JOINED + more).replace('\'', '"') + '}'));
        }

        /** The next command, which has to come. */
        JsonObject next() {
            return take(said);
        }
    }

    Line open(Line.Target target, JsonObject opening, Consumer<JsonObject> heard) {
        Connection connection = new Connection(target, heard);
        connection.say(opening);
        connections.add(connection);
        return connection;
    }

    Connection next() {
        return take(connections);
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
