package almenara.transport;

import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.signaling.Session;
import almenara.signaling.Tally;
import java.util.List;

/** The protocol of docs/protocol.md on one connection. */
final class NativeTalk implements Talk {

    private static final long BUSY_MILLIS = 500;

    private final Connection connection;
    private final Shared shared;
    private final Session session;

    NativeTalk(Connection connection, Session.Origin origin) {
        this.connection = connection;
        this.shared = connection.shared();
        this.session = shared.signaling().open(connection, origin);
    }

    /** Tells what a join to a sealed room has to answer. */
    @Override
    public void begin() {
        connection.send(new Reply("", "", shared.signaling().challenge(session)));
    }

    /** Tells the price, where there is one. */
    @Override
    public void greet() {
        shared.signaling().price().ifPresent(price -> connection.send(new Reply("", "", price)));
    }

    @Override
    public void heard(String frame) {
        long began = System.nanoTime();
        try {
            carryOut(shared.dialect().batch(frame), began);
        } catch (Refusal refusal) {
            shared.tally().count(Tally.What.REFUSAL);
            refuse(frame, refusal);
        }
    }

    void carryOut(Batch batch) {
        carryOut(batch, System.nanoTime());
    }

    private void carryOut(Batch batch, long began) {
        if (!shared.signaling().handle(session, batch)) {
            shared.usage().waste().add(System.nanoTime() - began);
        }
    }

    @Override
    public boolean takes(String frame, int waiting) {
        boolean fits = waiting < shared.limits().inbox();
        if (!fits) {
            refuse(frame, new Refusal(Refusal.Code.OVERLOADED, "too many of your commands wait", BUSY_MILLIS));
        }
        return fits;
    }

    private void refuse(String frame, Refusal refusal) {
        shared.dialect().refs(frame).forEach(ref -> connection.send(new Reply("", ref, new Event.Refused(refusal))));
    }

    @Override
    public List<String> told(Reply reply) {
        if (reply.event() instanceof Event.Joined joined && joined.continuity() == Event.Continuity.RECOVERED) {
            shared.tally().count(Tally.What.RECOVERED);
        }
        return List.of(shared.dialect().encode(reply));
    }

    @Override
    public boolean takesBytes() {
        return false;
    }

    /** Nobody may stay without a seat, but for the time that the work for it may take. */
    @Override
    public boolean isIdle(long now) {
        boolean works = connection.canSayAgain() && session.isWorking(now);
        return !works && session.unseated(now) > shared.limits().times().join().toNanos();
    }

    @Override
    public void tick() {
        // time is the core's
    }

    @Override
    public void end() {
        shared.signaling().end(session);
    }
}
