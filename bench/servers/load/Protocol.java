package load;

import java.util.List;

/** How the clients of one server speak. */
interface Protocol {

    /** Path and query at which a connection is opened. */
    String path(int connection);

    /** The connection is open: whatever it takes to sit down is sent. */
    void opened(Peer peer);

    /** A message without a stamp: a welcome, an answer, the server's own ping. Says {@link Peer#ready()} when the connection has all its seats. */
    void heard(Peer peer, String text);

    /** What begins a turn of whoever has this seat. */
    List<Template> opening(int seat);

    /** What whoever has this seat says upon a message of this kind. */
    default List<Template> after(Kind kind, int seat) {
        return List.of();
    }

    /** What a message says that the reply to it has to repeat; 16 characters. */
    default byte[] word(byte[] bytes, int from, int to) {
        return null;
    }

    /** Messages of a turn, all that its opening brings about counted in. */
    default int messages() {
        return 1;
    }

    /** True where a room has two members who talk to each other: its next turn begins when the last one has ended. */
    default boolean paired() {
        return messages() > 1;
    }

    /** True where the sender is told its own message, too. */
    default boolean echoes() {
        return false;
    }
}
