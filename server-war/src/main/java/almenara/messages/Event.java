package almenara.messages;

import java.util.List;

/** What a client is told: answers to its commands, and what happens in its rooms. */
public sealed interface Event {

    /** Whether the peer is new in the room, has missed nothing, or has to start from the member list. */
    enum Continuity { NEW, RECOVERED, LOST }

    /** A peer's place in its room: the members are those of exactly that position, the peer itself not among them. */
    record Joined(Seat seat, Position at, Continuity continuity, List<String> members) implements Event {
        public Joined {
            members = List.copyOf(members);
        }
    }

    /** An entry of the log at its offset. */
    record Logged(long offset, Entry entry) implements Event {
    }

    /** The place of a connection that was passed over. */
    record Cursor(long offset) implements Event {
    }

    /** The node is being shut down: go elsewhere after so many milliseconds. */
    record Drain(long delayMillis) implements Event {
    }

    /** What a post costs anywhere on this node: a quote, and its effort in expected hashes. */
    record Price(String quote, long effort) implements Event {

        private static final double THOUSANDTHS = 1000;

        /** The binary logarithm of the effort, to three places. */
        public double height() {
            return Math.round(Math.log(effort) / Math.log(2) * THOUSANDTHS) / THOUSANDTHS;
        }
    }

    /** What whoever joins a sealed room has to sign. */
    record Challenge(String text) implements Event {
    }

    /** The command was carried out. */
    record Done() implements Event {
    }

    /** The command was carried out and stands in the log at that position. */
    record Stored(Position at) implements Event {
    }

    /** An offer is open for so many seconds. */
    record Opened(String offer, long seconds) implements Event {
    }

    /** Nobody else can claim the offer for so many seconds. */
    record Held(long seconds) implements Event {
    }

    record Claimed(Offer offer, long seconds) implements Event {
    }

    record Listed(List<Offer> offers, long nowMillis) implements Event {
        public Listed {
            offers = List.copyOf(offers);
        }
    }

    /** A TURN credential for those servers, which lasts so many seconds. */
    record Granted(String username, String credential, long seconds, List<String> urls) implements Event {
        public Granted {
            urls = List.copyOf(urls);
        }

        /** A credential is never shown. */
        @Override
        public String toString() {
            return "Granted[seconds=" + seconds + ", urls=" + urls + ']';
        }
    }

    record Refused(Refusal refusal) implements Event {
    }
}
