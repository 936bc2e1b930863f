package almenara.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection over long-polling (Engine.IO): the client asks, and is answered as soon as there is something to say; what it says itself comes by requests of
 * its own. It may change over to a WebSocket, which carries the same session from then on.
 */
final class PollingConnection extends Connection {

    private static final String NOTHING = "6";
    private static final String CLOSED = "1";
    private static final Runnable DONE = () -> { };

    /** It polls; a WebSocket is there, too; the client tries that and asks no more when it is answered; the WebSocket carries everything; it has ended. */
    private enum State { POLLS, TRIED, CHANGES, CHANGED, OVER }

    /** Whoever asked; it is answered once, from any thread. */
    interface Poll {
        void answer(String body);
    }

    /** The secret by which the client's requests belong together, and how its packets stand in a body. */
    record Terms(String key, Payloads payloads) {
    }

    private final Terms terms;
    private final List<String> batch = new ArrayList<>();
    private int characters;
    private Runnable goOn = DONE;
    private Optional<Poll> poll = Optional.empty();
    private Optional<Connection> socket = Optional.empty();
    private State state = State.POLLS;
    private long since = System.nanoTime();

    PollingConnection(String name, Terms terms, Shared shared, Function<Connection, Talk> talks) {
        super(name, shared.uncounted(), talks);
        this.terms = terms;
    }

    String key() {
        return terms.key();
    }

    /** A body of the client. */
    void said(String body) {
        terms.payloads().split(body).forEach(this::received);
    }

    /**
     * The client asks. If it has asked before and had no answer, it has nobody who waits for that any more. It may have asked before the end, or before it changed
     * over, and be heard after that: then nobody else would answer.
     */
    void poll(Poll asked) {
        Optional<Poll> before;
        synchronized (this) {
            before = poll;
            poll = Optional.of(asked);
            since = System.nanoTime();
        }
        before.ifPresent(old -> old.answer(terms.payloads().join(List.of(NOTHING))));
        flush();
    }

    /** What comes in one go goes out in one answer, up to about the length of a message. */
    @Override
    void write(String text, Runnable sent) {
        Runnable next = sent;
        synchronized (this) {
            if (socket.isPresent()) {
                socket.get().sendRaw(text);
            } else {
                batch.add(text);
                characters += text.length();
                if (characters >= shared().limits().message()) {
                    goOn = sent;
                    next = DONE;
                }
            }
        }
        next.run();
        shared().executor().execute(this::flush);
    }

    private void flush() {
        answer(false);
    }

    /** Answers whoever has asked with what there is to say; {@code anyway}: or that there is nothing. */
    private void answer(boolean anyway) {
        Runnable step = DONE;
        synchronized (this) {
            if (poll.isPresent() && (anyway || !waits() || !batch.isEmpty())) {
                Poll asked = poll.get();
                String body = terms.payloads().join(batch.isEmpty() ? List.of(NOTHING) : batch);
                Runnable next = goOn;
                step = () -> {
                    asked.answer(body);
                    next.run();
                };
                poll = Optional.empty();
                since = System.nanoTime();
                empty();
            }
        }
        step.run();
    }

    /** True while who asks waits until there is something to say. */
    private boolean waits() {
        return state == State.POLLS || state == State.TRIED;
    }

    private void empty() {
        batch.clear();
        characters = 0;
        goOn = DONE;
    }

    /** There is a WebSocket for the client. False when there is one already, or none is needed any more: a session counts as one connection. */
    synchronized boolean tries() {
        return goesFrom(State.POLLS, State.TRIED);
    }

    /** The client says something by that WebSocket, and asks no more when it is answered. False when the session has ended. */
    boolean changes() {
        boolean tried;
        synchronized (this) {
            tried = goesFrom(State.TRIED, State.CHANGES);
        }
        flush();
        return tried;
    }

    /** The WebSocket is gone, and the client goes on as before. */
    synchronized void stays() {
        if (state == State.TRIED || state == State.CHANGES) {
            state = State.POLLS;
        }
    }

    private boolean goesFrom(State from, State to) {
        boolean goes = state == from;
        if (goes) {
            state = to;
        }
        return goes;
    }

    /** From now on the WebSocket carries everything; it is closed where the session has ended. */
    void changeTo(Connection to) {
        Runnable next = DONE;
        boolean goes;
        synchronized (this) {
            goes = goesFrom(State.CHANGES, State.CHANGED);
            if (goes) {
                socket = Optional.of(to);
                batch.forEach(to::sendRaw);
                next = goOn;
                empty();
            }
        }
        shared().connections().remove(this);
        next.run();
        answer(true);
        if (!goes) {
            to.close(Closing.DONE);
        }
    }

    @Override
    Optional<String> farewell(Closing why) {
        return Optional.of(CLOSED);
    }

    @Override
    void shut(Closing why) {
        Optional<Connection> carrier;
        synchronized (this) {
            state = State.OVER;
            carrier = socket;
        }
        answer(true);
        carrier.ifPresent(each -> each.close(why));
    }

    /** Who is not answered for long is told that there is nothing, and who does not ask again has gone. */
    @Override
    void tick(long now) {
        if (isOverdue(now, true)) {
            answer(true);
        } else if (isOverdue(now, false)) {
            shutNow(Closing.SILENT);
        }
    }

    private synchronized boolean isOverdue(long now, boolean waits) {
        long most = shared().limits().times().ping().plus(waits ? Duration.ZERO : shared().limits().times().pong()).toNanos();
        return poll.isPresent() == waits && socket.isEmpty() && now - since > most;
    }

    @Override
    boolean canSayAgain() {
        return false;
    }
}
