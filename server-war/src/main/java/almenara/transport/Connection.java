package almenara.transport;

import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.signaling.Channel;
import almenara.signaling.Tally;
import almenara.tasks.Serial;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One connection of a client, whatever its transport: its commands go in one after the other, what it is told goes out through a bounded queue, and it ends
 * once. The transports add the bytes.
 */
abstract class Connection implements Channel {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final String name;
    private final Shared shared;
    private final Serial inbox;
    private final SendQueue queue;
    private final Talk talk;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** {@code talks} makes what is said over this connection; it refuses who can't be served now. */
    Connection(String name, Shared shared, Function<Connection, Talk> talks) {
        this.name = name;
        this.shared = shared;
        this.inbox = new Serial(shared.executor());
        this.queue = new SendQueue(bounds(shared.limits().queue()), this::write, shared.tally(), shared.usage().sent());
        this.talk = talks.apply(this);
    }

    /** Hands a text to the socket; {@code sent} runs when it has gone out. */
    abstract void write(String text, Runnable sent);

    /** How much may wait for the client, and how much of it may be on its way at once: one text, where that is not overridden. */
    SendQueue.Bounds bounds(TransportLimits.Queue waiting) {
        return SendQueue.Bounds.oneByOne(waiting);
    }

    /** Closes the socket now. */
    abstract void shut(Closing why);

    /** What tells the client why its connection ends, where closing the socket can't. */
    Optional<String> farewell(Closing why) {
        return Optional.empty();
    }

    /** Something to keep the line alive, and to notice that it is dead; called once a second. */
    abstract void tick(long now);

    /** The frame that tells of that, as this transport sends it. */
    String packed(Reply reply, String frame) {
        return frame;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void send(Reply reply) {
        talk.told(reply).forEach(frame -> sendRaw(packed(reply, frame)));
    }

    /** A text as it goes to the client. */
    final void sendRaw(String text) {
        if (!queue.offer(text)) {
            shared.tally().count(Tally.What.QUEUE_OVERFLOW);
            shutNow(Closing.SLOW);
        }
    }

    @Override
    public final void close(Closing why) {
        if (farewell(why).map(queue::offer).orElse(true)) {
            queue.closeAfter(() -> shutNow(why));
        } else {
            // the last word did not fit, and nothing is kept of a queue that overflows
            shutNow(why);
        }
    }

    /** Ends the connection without what waits for it: a client that does not read would keep it for as long as TCP does. */
    final void shutNow(Closing why) {
        if (closing.compareAndSet(false, true)) {
            queue.discard();
            shared.executor().execute(() -> {
                shut(why);
                end();
            });
        }
    }

    /** A frame of the client; commands wait for their turn, up to a bound. The thread may be one that must not wait: it does the work where nothing in it waits. */
    final void received(String frame) {
        if (talk.takes(frame, inbox.waiting())) {
            Runnable step = unlessEnded(() -> talk.heard(frame));
            if (shared.threads().alone().getAsBoolean()) {
                inbox.runHere(step);
            } else {
                inbox.run(step);
            }
        }
    }

    /** Does something for the client after what it has asked for before, unless the connection is at its end by then. */
    final void inTurn(Runnable step) {
        inbox.run(unlessEnded(step));
    }

    private Runnable unlessEnded(Runnable step) {
        return () -> {
            if (!closing.get() && !queue.isClosed()) {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    fail(e);
                }
            }
        };
    }

    /** Tells what there is to know of the node. */
    final void greet() {
        talk.greet();
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
            inbox.run(talk::end);
        }
    }

    /** True from its end on: whoever adds it to something then has to take it out again. */
    final boolean hasEnded() {
        return ended.get();
    }

    /** True where a command that was refused can be paid for and said again. */
    abstract boolean canSayAgain();

    /** Called once a second. */
    final void check(long now) {
        if (talk.isIdle(now)) {
            close(Closing.SILENT);
        } else {
            tick(now);
            talk.tick();
        }
    }

    final Talk talk() {
        return talk;
    }

    final SendQueue queue() {
        return queue;
    }

    final Shared shared() {
        return shared;
    }
}
