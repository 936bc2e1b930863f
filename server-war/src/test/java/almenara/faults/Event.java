package almenara.faults;

import java.util.List;

/** Something that a client has done or seen in a room. {@code at} is nanoseconds of {@link System#nanoTime()}, one clock for all clients. */
public sealed interface Event {

    long at();

    /** The number of the client, the same over all its connections and sessions. */
    int client();

    /** A signal by its author and its number: what it is known by, however often it is sent. */
    record Signal(int author, int n) {
    }

    /** A place in the log of the room. */
    record Place(String epoch, long offset) {
    }

    /** The client begins to send a signal to everybody else in the room; it is sent again until it is acknowledged. */
    record Published(long at, int client, int n) implements Event {
    }

    record Acknowledged(long at, int client, int n, Place place) implements Event {
    }

    /**
     * {@code joined} was told. With {@code recovered} nothing was missed, and there is no roster; without it a gap was told, and the client starts anew from the
     * roster. {@code asked} is when the client said join or resume, or {@code at} when the node said this of its own accord.
     */
    record Entered(long asked, long at, int client, String peer, Place place, boolean recovered, List<String> roster) implements Event {
    }

    /** A signal has come. {@code dropped}: the client had it already, by its author and its id, and does not tell its application. */
    record Delivered(long at, int client, long offset, Signal signal, boolean dropped) implements Event {
    }

    record PeerJoined(long at, int client, String peer) implements Event {
    }

    record PeerLeft(long at, int client, String peer) implements Event {
    }

    /** The connection is gone; the client comes back. */
    record Dropped(long at, int client) implements Event {
    }

    /** {@code leave} was acknowledged. */
    record Left(long at, int client, String peer) implements Event {
    }

    /** The client has opened an offer. */
    record Offered(long at, int client, String offer) implements Event {
    }

    /** A claim was granted, for a lease of so many nanoseconds. */
    record Claimed(long asked, long at, int client, String offer, long lease) implements Event {
    }

    /** The client gives a claim back. */
    record Released(long at, int client, String offer) implements Event {
    }

    /** An answer was accepted, and stands in the log there. */
    record Answered(long asked, long at, int client, String offer, Place place) implements Event {
    }

    /** The author of an offer has heard an answer. */
    record AnswerHeard(long at, int client, String offer, String from) implements Event {
    }
}
