package almenara.dialects;

import almenara.messages.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One client's subscription to a topic of y-webrtc, as the room's log has it: the other subscribers, and what is published.
 * <p>
 * Clients subscribe and announce themselves in one go, and whoever hears of another one calls it; two that call each other at the same moment may never be
 * connected. To subscribe takes its time in a cluster, so what is heard meanwhile is held back, until the client's own first word has its place in the log: it
 * hears what comes after that. So of two who announce themselves at once just one hears the other. A client that says nothing at once is told everything.
 */
final class Subscription {

    /** So many publications are held back at most. */
    static final int MOST_HELD = 64;

    private enum State { SILENT, SPEAKING, OPEN }

    private record Held(long offset, String frame) {
    }

    private final Consumer<String> say;
    private final Set<String> others = new HashSet<>();
    private final List<Held> held = new ArrayList<>();
    private State state = State.SILENT;
    private boolean joined;
    private long from;

    /** {@code say} sends the client a frame. */
    Subscription(Consumer<String> say) {
        this.say = say;
    }

    /** The client is a subscriber, beside those. */
    synchronized void joined(Collection<String> members) {
        joined = true;
        others.clear();
        others.addAll(members);
    }

    synchronized boolean isJoined() {
        return joined;
    }

    /** The client publishes to the topic. */
    synchronized void speaks() {
        if (state == State.SILENT) {
            state = State.SPEAKING;
        }
    }

    /** What it has published is at that place of the log; nothing before it is told any more. */
    synchronized void spoke(long offset) {
        if (state == State.SPEAKING) {
            open(offset);
        }
    }

    /** What it has said together with its subscription has been dealt with. */
    synchronized void settle() {
        if (state == State.SILENT) {
            open(0);
        }
    }

    /** It could not publish. */
    synchronized void refused() {
        if (state == State.SPEAKING) {
            open(0);
        }
    }

    private void open(long offset) {
        state = State.OPEN;
        from = offset;
        held.stream().filter(each -> each.offset() >= from).map(Held::frame).forEach(say);
        held.clear();
    }

    /** An entry of the log; the frames that tell of it. */
    synchronized List<String> happened(long offset, Entry entry) {
        if (!joined) {
            return List.of();
        }
        switch (entry.kind()) {
            case PEER_JOINED -> others.add(entry.from());
            case PEER_LEFT -> others.remove(entry.from());
            case SIGNAL -> {
                return published(offset, YWebrtc.counted(entry.data(), others.size() + 1));
            }
            default -> { }
        }
        return List.of();
    }

    private List<String> published(long offset, String frame) {
        if (state != State.OPEN) {
            held.add(new Held(offset, frame));
            if (held.size() == MOST_HELD) {
                open(0);
            }
            return List.of();
        }
        return offset >= from ? List.of(frame) : List.of();
    }
}
