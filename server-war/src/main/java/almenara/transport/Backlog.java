package almenara.transport;

import java.util.concurrent.atomic.AtomicInteger;

/** What a client has said and has not been heard yet: so many characters, and some for each frame. */
final class Backlog {

    /** What a frame that waits takes besides its characters. */
    private static final int FRAME = 64;

    private final int most;
    private final AtomicInteger characters = new AtomicInteger();

    Backlog(int most) {
        this.most = most;
    }

    /** False when there is no place for the frame: it does not wait. */
    boolean add(String frame) {
        boolean fits = characters.addAndGet(cost(frame)) <= most;
        if (!fits) {
            remove(frame);
        }
        return fits;
    }

    void remove(String frame) {
        characters.addAndGet(-cost(frame));
    }

    private static int cost(String frame) {
        return frame.length() + FRAME;
    }
}
