package almenara.messages;

import java.util.random.RandomGenerator;

/** Makes new names: lower-case base32 (RFC 4648) without padding. The generator has to be unpredictable, for peers are known by what it gives. */
public final class Ids {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int PEER = 26;
    private static final int SECRET = 32;
    private static final int OFFER = 16;
    private static final int EPOCH = 8;

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    public String peer() {
        return text(PEER);
    }

    /** 160 bits that nobody guesses. */
    public String secret() {
        return text(SECRET);
    }

    public String offer() {
        return text(OFFER);
    }

    public String epoch() {
        return text(EPOCH);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
