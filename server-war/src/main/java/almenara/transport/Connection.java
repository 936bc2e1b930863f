package almenara.transport;

import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.signaling.Channel;
import almenara.signaling.Session;
import almenara.signaling.Tally;
import almenara.tasks.Serial;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection of a client, whatever its transport: its commands go in one after the other, what it is told goes out through a bounded queue, and it ends
 * once. The transports add the bytes.
 */
abstract class Connection implements Channel {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final long BUSY_MILLIS = 500;

    private final String name;
    private final Shared shared;
    private final Serial inbox;
    private final SendQueue queue;
    private final Session session;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    Connection(String name, Session.Origin origin, Shared shared) {
        this.name = name;
        this.shared = shared;
        this.inbox = new Serial(shared.executor());
        this.queue = new SendQueue(shared.limits().queue(), this::write, shared.tally(), shared.usage().sent());
        this.session = shared.signaling().open(this, origin);
    }

    /** Hands a text to the socket; {@code sent} runs when it has gone out. */
    abstract void write(String text, Runnable sent);

    /** Closes the socket now. */
    abstract void shut(Closing why);

    /** What tells the client why its connection ends, where closing the socket can't. */
    Optional<String> farewell(Closing why) {
        return Optional.empty();
    }

    /** Something to keep the line alive, and to notice that it is dead; called once a second. */
    abstract void tick(long now);

    /** The frame as this transport sends it. */
    String frame(Reply reply) {
        return shared.dialect().encode(reply);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void send(Reply reply) {
        if (reply.event() instanceof Event.Joined joined && joined.continuity() == Event.Continuity.RECOVERED) {
            shared.tally().count(Tally.What.RECOVERED);
        }
        if (!queue.offer(frame(reply))) {
            shared.tally().count(Tally.What.QUEUE_OVERFLOW);
            shutNow(Closing.SLOW);
        }
    }

    /** A line that is for the transport alone. */
    final void sendRaw(String text) {
        if (!queue.offer(text)) {
            shutNow(Closing.SLOW);
        }
    }

    @Override
    public final void close(Closing why) {
        farewell(why).ifPresent(queue::offer);
        queue.closeAfter(() -> shutNow(why));
    }

    private void shutNow(Closing why) {
        if (closing.compareAndSet(false, true)) {
            queue.discard();
            shared.executor().execute(() -> {
                shut(why);
                end();
            });
        }
    }

    /** A frame of the client; commands wait for their turn, up to a bound. */
    final void received(String frame) {
        if (inbox.waiting() >= shared.limits().inbox()) {
            Refusal busy = new Refusal(Refusal.Code.OVERLOADED, "too many of your commands wait", BUSY_MILLIS);
            shared.dialect().refs(frame).forEach(ref -> send(new Reply("", ref, new Event.Refused(busy))));
            return;
        }
        inbox.run(() -> carryOut(frame));
    }

    private void carryOut(String frame) {
        if (closing.get() || queue.isClosed()) {
            return;
        }
        long began = System.nanoTime();
        try {
            carryOut(shared.dialect().batch(frame), began);
        } catch (Refusal refusal) {
            shared.tally().count(Tally.What.REFUSAL);
            shared.dialect().refs(frame).forEach(ref -> send(new Reply("", ref, new Event.Refused(refusal))));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void carryOut(Batch batch, long began) {
        if (!shared.signaling().handle(session, batch)) {
            shared.usage().waste().add(System.nanoTime() - began);
        }
    }

    final void handle(Batch batch) {
        inbox.run(() -> carryOut(batch, System.nanoTime()));
    }

    /** Tells what a join to a sealed room has to answer. */
    final void challenge() {
        send(new Reply("", "", shared.signaling().challenge(session)));
    }

    /** Tells the price, where there is one. */
    final void greet() {
        shared.signaling().price().ifPresent(price -> send(new Reply("", "", price)));
    }

    /** A refusal that the transport itself has to speak. */
    final void refuse(Refusal refusal) {
        shared.tally().count(Tally.What.REFUSAL);
        send(new Reply("", "", new Event.Refused(refusal)));
    }

    final void fail(Throwable fault) {
        LOG.log(System.Logger.Level.ERROR, "a connection failed by our fault", fault);
        close(Closing.INTERNAL);
    }

    /** The socket has gone, or is about to: the session ends, once, in the connection's turn. */
    final void end() {
        closing.set(true);
        if (ended.compareAndSet(false, true)) {
            queue.discard();
            shared.connections().remove(this);
            inbox.run(() -> shared.signaling().end(session));
        }
    }

    /** True where a command that was refused can be paid for and said again. */
    abstract boolean canSayAgain();

    /** Called once a second: nobody may stay without a seat, but for the time that the work for it may take. */
    final void check(long now) {
        boolean works = canSayAgain() && session.isWorking(now);
        if (!works && session.unseated(now) > shared.limits().times().join().toNanos()) {
            close(Closing.SILENT);
        } else {
            tick(now);
        }
    }

    final SendQueue queue() {
        return queue;
    }

    final Shared shared() {
        return shared;
    }
}
