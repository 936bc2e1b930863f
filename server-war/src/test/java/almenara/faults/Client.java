package almenara.faults;

import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.PeerJoined;
import almenara.faults.Event.PeerLeft;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One member of one room, which keeps to the protocol as the SDK does (js-sdk/src/signaling.ts): it resumes when its connection is lost, sends again what was not
 * acknowledged, and drops what it has heard. All that it does and sees goes into the history.
 */
final class Client {

    private enum Phase { AWAY, ENTERING, JOINED, CLOSED }

    /** Who the client is, where it is, and how it gets there. */
    record Config(int number, int room, String id, Line.Transport transport, Itinerary itinerary, History history) {

        void add(Event event) {
            history.add(room, event);
        }

        Line.Target target() {
            return new Line.Target(itinerary.address(), id);
        }
    }

    private final Config config;
    private final Voice voice;
    private final Requests requests = new Requests();
    private final Barter barter = new Barter();
    private Thread thread;
    private Phase phase = Phase.AWAY;
    private Line line;
    private Watch watch;
    private Session session;
    private boolean avoid;

    Client(Config config) {
        this.config = config;
        voice = new Voice(config);
    }

    Config config() {
        return config;
    }

    synchronized Client start() {
        thread = Thread.startVirtualThread(this::run);
        return this;
    }

    /** Joined, and everything it has said is acknowledged. */
    synchronized boolean isSettled() {
        return phase == Phase.JOINED && voice.isSilent();
    }

    /** The number of the node that it is at, or tries. */
    synchronized int node() {
        return config.itinerary().node();
    }

    /** What was refused and should not have been. */
    synchronized List<String> errors() {
        return voice.errors();
    }

    private void run() {
        try {
            for (long wait = lost(attempt()); wait >= 0; wait = lost(attempt())) {
                Thread.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection from its beginning to its end; gives the code it was closed with. */
    private int attempt() {
        Line opened = null;
        try {
            opened = config.transport().open(config.target(), opening(), this::hear);
            return stands(opened) ? opened.listen() : Line.CUT;
        } catch (IOException e) {
            return Line.CUT;
        } finally {
            if (opened != null) {
                opened.cut();
            }
        }
    }

    /** Its connection breaks. */
    synchronized void lose() {
        if (line != null) {
            line.cut();
        }
    }

    private synchronized JsonObject opening() {
        watch = new Watch(System.nanoTime());
        return Session.opening(session, Answer.OPENING);
    }

    private synchronized boolean stands(Line opened) {
        line = opened;
        phase = phase == Phase.CLOSED ? phase : Phase.ENTERING;
        return phase == Phase.ENTERING;
    }

    /** The connection is gone; gives the milliseconds until the next one, or -1 when there is none. */
    private synchronized long lost(int code) {
        boolean joined = phase == Phase.JOINED;
        if (joined) {
            config.add(new Dropped(System.nanoTime(), config.number()));
        }
        line = null;
        requests.lost();
        if (phase == Phase.CLOSED) {
            return -1;
        }
        phase = Phase.AWAY;
        long wait = config.itinerary().lost(joined && !avoid, code);
        avoid = false;
        return wait;
    }

    /** Publishes the next signal: now, or when there is a connection again. */
    synchronized void publish() {
        if (phase != Phase.CLOSED) {
            JsonObject signal = voice.next();
            if (phase == Phase.JOINED) {
                say(signal);
            }
        }
    }

    /** A command whose answer is told; cancelled when the connection is lost before it comes, or there is none. */
    synchronized CompletableFuture<JsonObject> request(JsonObject command) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        if (phase == Phase.JOINED) {
            say(Commands.numbered(command, requests.add(answer)));
        } else {
            answer.cancel(false);
        }
        return answer;
    }

    private void say(JsonObject command) {
        try {
            line.say(command);
        } catch (IOException e) {
            line.cut();
        }
    }

    /** Gives up a node that does not let the client in, or does not answer, and one that drains. Called now and then. */
    synchronized void tick(long now) {
        if (line == null || phase == Phase.CLOSED) {
            return;
        }
        if (watch.isToGo(now)) {
            leaveNode();
        } else if (watch.isDead(now)) {
            line.cut();
        } else if (watch.ping(now)) {
            request(Commands.ping());
        }
    }

    private synchronized void hear(JsonObject message) {
        if (phase == Phase.CLOSED) {
            return;
        }
        long now = System.nanoTime();
        watch.heard(now);
        String type = message.getString("type");
        if (message.containsKey("offset") && !type.equals("ok") && !type.equals("joined")) {
            session = session.at(Session.offset(message));
        }
        switch (type) {
            case "joined" -> joined(message, now);
            case "ok", "refused" -> answered(new Answer(message));
            case "signal" -> voice.hear(message, now);
            case "peer-joined" -> config.add(new PeerJoined(now, config.number(), message.getString("peer")));
            case "peer-left" -> config.add(new PeerLeft(now, config.number(), message.getString("peer")));
            case "drain" -> watch.drains(message.getInt("delay"));
            default -> barter.hear(this, message);
        }
    }

    private void joined(JsonObject joined, long now) {
        boolean first = phase == Phase.ENTERING;
        session = Session.of(joined);
        config.add(new Entered(first ? watch.asked() : now, now, config.number(), session.self(), session.place(), joined.getBoolean("recovered", false), Session.roster(joined)));
        if (first) {
            phase = Phase.JOINED;
            watch.entered();
            config.itinerary().arrived();
            voice.kept().forEach(this::say);
        }
    }

    private void answered(Answer answer) {
        if (answer.isAway()) {
            session = answer.code().equals("bad-token") ? null : session;
            leaveNode();
            return;
        }
        answer.command().ifPresent(ref -> requests.answered(ref, answer.message()));
        answer.signal().ifPresent(n -> voice.answered(n, answer));
    }

    /** To another node. */
    private void leaveNode() {
        avoid = true;
        line.cut();
    }

    /** Leaves the room for good, also when there is no connection, or no answer comes. */
    CompletableFuture<Void> leave() {
        return request(Commands.leave()).handle((answer, lost) -> {
            boolean done = lost == null && !new Answer(answer).isRefusal();
            close(done ? new Left(System.nanoTime(), config.number(), session.self()) : new Dropped(System.nanoTime(), config.number()));
            return null;
        });
    }

    /** Goes without a word. */
    void cut() {
        close(new Dropped(System.nanoTime(), config.number()));
    }

    private synchronized void close(Event last) {
        if (phase != Phase.CLOSED) {
            config.add(last);
            phase = Phase.CLOSED;
            requests.lost();
            thread.interrupt();
            lose();
        }
    }
}
