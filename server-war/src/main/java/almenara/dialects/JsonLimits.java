package almenara.dialects;

/** How deep a message may nest, and how many keys an object may have. */
public record JsonLimits(int depth, int keys) {

    /** The most keys of an object in a message. */
    static final int KEYS = 64;
    /** The most characters of a number: what JavaScript writes for any of its numbers fits. */
    static final int NUMBER = 32;

    /** The most values and names in an entry of a shared-state table. */
    static final int VALUES = 512;

    /** The limits of a message. */
    public JsonLimits(int depth) {
        this(depth, KEYS);
    }
}
