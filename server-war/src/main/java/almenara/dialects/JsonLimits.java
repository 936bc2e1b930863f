package almenara.dialects;

/** How deep a message may nest. */
public record JsonLimits(int depth) {

    /** The most keys of one object. */
    static final int KEYS = 64;
    /** The most characters of a number: what JavaScript writes for any of its numbers fits. */
    static final int NUMBER = 32;
}
