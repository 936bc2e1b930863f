package almenara.transport;

import almenara.dialects.Conversation;
import almenara.dialects.Way;
import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import almenara.signaling.Channel.Closing;
import almenara.signaling.Session;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A foreign client on one connection: its dialect says what frames mean, and this keeps it within its bounds. */
final class ForeignTalk implements Talk, Way {

    private static final long BUSY_MILLIS = 500;

    private final Connection connection;
    private final Mount mount;
    private final Session session;
    private final Conversation conversation;
    private final long address;
    private final String below;
    private final Backlog backlog;
    private int faults;
    private volatile OptionalLong goes = OptionalLong.empty();

    /** What a URL has besides the path of the dialect: the path below, and the parameters. */
    record Target(String below, UnaryOperator<String> query) {
    }

    /** Refuses who would be one too many. */
    ForeignTalk(Connection connection, Mount mount, Session.Origin origin, Target target) {
        this.connection = connection;
        this.mount = mount;
        this.address = origin.address();
        this.below = target.below();
        this.backlog = new Backlog(mount.bounds().waiting());
        this.session = mount.signaling().open(connection, origin);
        this.conversation = mount.dialect().begin(this, target.query());
        mount.bounds().places().take(mount.dialect().name(), address);
    }

    @Override
    public void begin() {
        connection.inTurn(conversation::opened);
    }

    @Override
    public void greet() {
        // they pay nothing
    }

    @Override
    public void heard(String frame) {
        backlog.remove(frame);
        if (mount.bounds().isTooMuch(address, Mount.parts(frame))) {
            mount.tally().accept(Hearing.PASSED_OVER);
            return;
        }
        try {
            conversation.heard(frame);
            faults = 0;
            mount.tally().accept(Hearing.TAKEN);
        } catch (Refusal noFrame) {
            mount.tally().accept(Hearing.FAULTY);
            if (++faults >= mount.bounds().faults()) {
                connection.close(Closing.NO_FRAMES);
            }
        }
    }

    /** These clients say a lot at once and never again, so it is the characters that count. */
    @Override
    public boolean takes(String frame, int waiting) {
        boolean fits = backlog.add(frame);
        if (!fits) {
            mount.tally().accept(Hearing.PASSED_OVER);
        }
        return fits;
    }

    /** A node that is being shut down lets its foreign clients go one by one: they can't be told when to, and all come back at once. */
    @Override
    public List<String> told(Reply reply) {
        switch (reply.event()) {
            case Event.Drain drain -> {
                goes = OptionalLong.of(mount.bounds().nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(drain.delayMillis()));
                return List.of();
            }
            case Event.Refused refused -> mount.tally().accept(Hearing.REFUSED);
            default -> { }
        }
        return conversation.told(reply);
    }

    @Override
    public boolean hasToGo() {
        return goes.isPresent() && mount.bounds().nanos().getAsLong() - goes.getAsLong() >= 0;
    }

    @Override
    public boolean takesBytes() {
        return true;
    }

    /** Its pongs say that it is there; it need not be anywhere. */
    @Override
    public boolean isIdle(long now) {
        return false;
    }

    @Override
    public void tick() {
        connection.inTurn(conversation::tick);
    }

    @Override
    public void end() {
        conversation.ended();
        try {
            mount.signaling().end(session);
        } finally {
            mount.bounds().places().free(mount.dialect().name(), address);
        }
    }

    /**
     * A frame may ask for many rooms or hand over many offers, and a connection ask for a room without a frame. That costs the cluster more than a frame does, so
     * each counts; but whoever wants to leave may.
     */
    @Override
    public void ask(Request request) {
        boolean leaves = request.command() instanceof Command.Leave;
        if ((leaves || costs(request.command())) && mount.bounds().isTooMuch(address, 1) && !leaves) {
            String reason = request.command() instanceof Command.Entering ? "your address has entered too many rooms" : "your address has offered too much";
            Refusal refusal = new Refusal(Refusal.Code.OVERLOADED, reason, BUSY_MILLIS);
            connection.send(new Reply(request.room(), request.ref(), new Event.Refused(refusal)));
        } else {
            mount.signaling().handle(session, Batch.of(request));
        }
    }

    private static boolean costs(Command command) {
        return switch (command) {
            case Command.Entering entering -> true;
            case Command.Post post -> !post.to().isEmpty();
            case Command.Publish publish -> true;
            case Command.Refresh refresh -> true;
            default -> false;
        };
    }

    @Override
    public String below() {
        return below;
    }

    @Override
    public String gathering(String lobby) {
        return mount.signaling().gathering(lobby);
    }

    @Override
    public String seat(String room) {
        return session.seat(room);
    }

    @Override
    public Map<String, String> names(String room) {
        return mount.signaling().names(room);
    }

    @Override
    public boolean isHeard(String room) {
        return mount.signaling().isHeard(room);
    }

    @Override
    public boolean spends(int frames) {
        return !mount.bounds().isTooMuch(address, frames);
    }

    @Override
    public Runnable watch(String room, Runnable step) {
        return mount.signaling().watch(room, () -> connection.inTurn(step));
    }

    @Override
    public void later(Runnable step) {
        connection.inTurn(step);
    }

    @Override
    public void close() {
        connection.close(Closing.DONE);
    }

    @Override
    public void say(String frame) {
        connection.sendRaw(frame);
    }
}
