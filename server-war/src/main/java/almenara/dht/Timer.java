package almenara.dht;

/** The port to time. */
public interface Timer {

    /** Milliseconds since a moment before the node began; never less than before. */
    long millis();

    /** Runs the task, on the node's own thread, after so many milliseconds. */
    void after(long millis, Runnable task);
}
