package almenara.messages;

import java.util.List;

/** What a cluster tells other clusters about one of its rooms, by a shared-state table (docs/protocol.md, section 12). */
public sealed interface Notice {

    /** An offer of one of its peers stands. Its prefix is not told. */
    record Standing(Offer offer) implements Notice {
    }

    /** What one of its peers has for a peer of another cluster, the newest item last. */
    record Mail(String from, String to, List<Item> items) implements Notice {

        public Mail {
            items = List.copyOf(items);
        }
    }

    /**
     * A signal, with the sender's own name for it; or, where {@code answer} is not empty, the answer to the offer that it names, as that was until {@code until}
     * (milliseconds of the epoch). Numbers of a mail count up; {@code ends} is in milliseconds of the epoch, too, {@code data} JSON text.
     */
    record Item(long number, long ends, String name, Answered answer, String data) {
    }

    /** Which offer was answered: its id, and the end that it had then, which each refresh changes. */
    record Answered(String offer, long until) {

        /** In the place of an offer: what is no answer. */
        public static final Answered NONE = new Answered("", 0);
    }
}
