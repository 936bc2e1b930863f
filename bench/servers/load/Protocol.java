package load;

/** How the clients of one server speak. */
interface Protocol {

    /** Path and query at which a connection is opened. */
    String path(int connection);

    /** The connection is open: whatever it takes to sit down is sent; nothing where the server speaks first. */
    default void opened(Peer peer) {
    }

    /** A message without a stamp: a welcome, an answer, the server's own ping. Says {@link Peer#ready()} when the connection has all its seats. */
    void heard(Peer peer, String text);

    /** What is said once all are seated. */
    Script script();

    /** What a message says that the reply to it has to repeat; 16 characters. */
    default byte[] word(byte[] bytes, int from, int to) {
        return null;
    }

    /** True where the sender is told its own message, too. */
    default boolean echoes() {
        return false;
    }
}
