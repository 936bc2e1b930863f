package almenara.signaling;

import almenara.dialects.Conversation;
import almenara.dialects.Dialect;
import almenara.dialects.Way;
import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A client of one node that speaks a dialect, and writes down what it hears. */
public final class ForeignClient implements Channel, Way {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Node node;
    private final String name = "foreign-" + NUMBERS.incrementAndGet();
    private final String below;
    private final Session session;
    private final Conversation conversation;
    private final List<String> heard = new ArrayList<>();
    private final List<Refusal.Code> refusals = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean silent;
    private boolean spent;

    /** {@code target} is what its URL has below the path of the dialect, as it stands there: a path, and parameters behind a question mark. */
    ForeignClient(Node node, Dialect dialect, String target) {
        String query = target.substring(target.indexOf('?') + 1);
        this.node = node;
        this.below = target.contains("?") ? target.substring(0, target.indexOf('?')) : "";
        this.session = node.foreign.open(this, Nodes.origin(""));
        Map<String, String> parameters = Arrays.stream(query.split("&")).map(each -> each.split("=", 2)).filter(each -> each.length == 2)
                .collect(Collectors.toMap(each -> each[0], each -> each[1]));
        this.conversation = dialect.begin(this, parameters::get);
        conversation.opened();
    }

    /** Says a frame, and has more to say at once. What it says behind the end of its connection is not heard. */
    public ForeignClient begins(String frame) {
        if (closings.isEmpty()) {
            conversation.heard(frame);
        }
        return this;
    }

    /** Says a frame as it comes from the wire. */
    public ForeignClient says(String frame) {
        begins(frame);
        for (Runnable step = later.poll(); step != null; step = later.poll()) {
            step.run();
        }
        return this;
    }

    /** What it has heard since it was asked last. */
    public List<String> takes() {
        synchronized (heard) {
            List<String> all = List.copyOf(heard);
            heard.clear();
            return all;
        }
    }

    /** Why it was refused something, in order. */
    public List<Refusal.Code> refusals() {
        return List.copyOf(refusals);
    }

    /** Why its connection was closed; empty while it is open. */
    public List<Closing> closings() {
        return List.copyOf(closings);
    }

    /** So many seconds go by on its connection. */
    public void waits(int seconds) {
        for (int second = 0; second < seconds; second++) {
            conversation.tick();
        }
    }

    /** The connection breaks. */
    public void goes() {
        silence();
        end();
    }

    private void end() {
        conversation.ended();
        node.foreign.end(session);
    }

    /** It hears no more, and nobody notices. */
    void silence() {
        silent = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Reply reply) {
        if (reply.event() instanceof Event.Refused refused) {
            refusals.add(refused.refusal().code());
        }
        conversation.told(reply).forEach(this::say);
    }

    @Override
    public void close(Closing why) {
        closings.add(why);
        end();
    }

    @Override
    public void ask(Request request) {
        node.foreign.handle(session, Batch.of(request));
    }

    @Override
    public String below() {
        return below;
    }

    @Override
    public String gathering(String lobby) {
        return node.foreign.gathering(lobby);
    }

    @Override
    public String seat(String room) {
        return session.seat(room);
    }

    @Override
    public Map<String, String> names(String room) {
        return node.foreign.names(room);
    }

    @Override
    public boolean isHeard(String room) {
        return node.foreign.isHeard(room);
    }

    /** Its address has said all that it may for now, or may say something again. */
    public void hasSaidEnough(boolean enough) {
        spent = enough;
    }

    @Override
    public boolean spends(int frames) {
        return !spent;
    }

    @Override
    public void later(Runnable step) {
        later.add(step);
    }

    @Override
    public Runnable watch(String room, Runnable step) {
        return node.foreign.watch(room, step);
    }

    @Override
    public void close() {
        close(Closing.DONE);
    }

    @Override
    public void say(String frame) {
        synchronized (heard) {
            if (!silent && closings.isEmpty()) {
                heard.add(frame);
            }
        }
    }
}
