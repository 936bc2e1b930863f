package almenara.pow;

import java.security.MessageDigest;

/**
 * What a proof is good for, and for nothing else: an action in a room (empty: none) by a peer (empty: nobody yet) with exactly that content. So a proof
 * that was overheard carries no other message, and one that was solved for another can't be resold.
 */
public record Binding(Action action, String room, String subject, Content content) {

    /** Whatever the price, nothing takes more expected hashes than that: more would need nonces beyond u32, and a phone a minute. */
    public static final long MOST_WORK = 1L << 24;
    private static final byte[] LABEL = Bytes.label("almenara/pow-proof/v1");

    /** The bytes that are paid for, and how many messages they are. */
    public record Content(byte[] bytes, int messages) {

        private static final int MESSAGES = 16;
        private static final int BYTES = 16_384;

        /** How many times the price of a small content it costs. */
        int factor() {
            return Math.max(1, Math.max(Math.ceilDiv(messages, MESSAGES), Math.ceilDiv(bytes.length, BYTES)));
        }
    }

    /** The expected hashes that this takes at a quote of that effort. */
    public long work(long effort) {
        long priced = Math.min(MOST_WORK, effort) * action.factor();
        return Math.min(MOST_WORK, priced * content.factor());
    }

    /** The digest that the nonces are searched for; it is also what makes a payment this one and no other. */
    byte[] digest(Quote quote, byte[] salt) {
        MessageDigest digest = Bytes.sha256();
        byte[] body = digest.digest(content.bytes());
        digest.update(LABEL);
        digest.update(quote.bytes());
        digest.update((byte) action.number());
        digest.update(Bytes.room(room));
        digest.update(Bytes.subject(subject));
        digest.update(body);
        return digest.digest(salt);
    }
}
