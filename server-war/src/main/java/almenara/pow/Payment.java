package almenara.pow;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A quote and the proof that answers it, written {@code <quote>.<proof>}: 160 characters, the proof being a salt of 8 bytes and 16 nonces of u32. */
public record Payment(Quote quote, byte[] salt, int[] nonces) {

    /** How many nonces a proof has. */
    static final int NONCES = 16;
    static final int SALT = 8;
    private static final int PROOF = SALT + NONCES * Integer.BYTES;
    private static final int TEXT = Quote.TEXT + 1 + PROOF * 4 / 3;

    /** The payment in the text, if it has the shape of one. */
    static Optional<Payment> read(String text) {
        if (text.length() != TEXT || text.charAt(Quote.TEXT) != '.') {
            return Optional.empty();
        }
        return Quote.read(text.substring(0, Quote.TEXT)).flatMap(quote -> Bytes.read(text.substring(Quote.TEXT + 1), PROOF).map(proof -> of(quote, proof)));
    }

    private static Payment of(Quote quote, byte[] proof) {
        ByteBuffer buffer = ByteBuffer.wrap(proof);
        byte[] salt = new byte[SALT];
        buffer.get(salt);
        int[] nonces = new int[NONCES];
        buffer.asIntBuffer().get(nonces);
        return new Payment(quote, salt, nonces);
    }

    String text() {
        ByteBuffer proof = ByteBuffer.allocate(PROOF).put(salt);
        proof.asIntBuffer().put(nonces);
        return quote.text() + '.' + Bytes.text(proof.array());
    }
}
