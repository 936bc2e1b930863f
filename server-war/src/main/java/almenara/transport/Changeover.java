package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.signaling.Channel.Closing;
import java.util.List;

/** A WebSocket to which a client that polls changes over (Engine.IO): a trial in both directions, a word that it goes on here, and then all of its session. */
final class Changeover implements Talk {

    private static final String TRIAL = "2probe";
    private static final String HEARD = "3probe";
    private static final String GO_ON = "5";

    private enum State { NEW, TRIED, CARRYING }

    private final Connection socket;
    private final PollingConnection session;
    private final Backlog backlog;
    private final long since = System.nanoTime();
    private volatile State state = State.NEW;

    /** {@code waiting}: characters of the client that may wait for their turn. Refuses a second one for the same session. */
    Changeover(Connection socket, PollingConnection session, int waiting) {
        this.socket = socket;
        this.session = session;
        this.backlog = new Backlog(waiting);
        if (!session.tries()) {
            throw new Refusal(Refusal.Code.ALREADY_JOINED, "this session has a WebSocket already, or has ended");
        }
    }

    @Override
    public void begin() {
        // the client speaks first
    }

    @Override
    public void greet() {
        // what there is to know was told before
    }

    @Override
    public void heard(String frame) {
        backlog.remove(frame);
        if (state == State.CARRYING) {
            session.received(frame);
        } else if (state == State.NEW && TRIAL.equals(frame) && session.changes()) {
            state = State.TRIED;
            socket.sendRaw(HEARD);
        } else if (state == State.TRIED && GO_ON.equals(frame)) {
            state = State.CARRYING;
            session.changeTo(socket);
        } else {
            socket.close(Closing.NO_FRAMES);
        }
    }

    @Override
    public boolean takes(String frame, int waiting) {
        return backlog.add(frame);
    }

    @Override
    public List<String> told(Reply reply) {
        return state == State.CARRYING ? session.talk().told(reply) : List.of();
    }

    @Override
    public boolean takesBytes() {
        return true;
    }

    /** The trial is over soon, or it has failed. */
    @Override
    public boolean isIdle(long now) {
        return state != State.CARRYING && now - since > socket.shared().limits().times().join().toNanos();
    }

    @Override
    public boolean hasToGo() {
        return state == State.CARRYING && session.talk().hasToGo();
    }

    @Override
    public void tick() {
        if (state == State.CARRYING) {
            session.talk().tick();
        }
    }

    @Override
    public void end() {
        if (state == State.CARRYING) {
            session.end();
        } else {
            session.stays();
        }
    }
}
