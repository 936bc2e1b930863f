package almenara.cluster;

import java.util.OptionalLong;

/**
 * What a node tells the others, in milliseconds of the epoch: what the clock of its machine says, and what it takes for the time of the cluster. Who does not
 * know that yet asks for it so.
 */
record Telling(String node, long machine, OptionalLong time) {

    private static final String BETWEEN = " ";
    private static final int PARTS = 3;

    /** What {@link #text} has written; {@link IllegalArgumentException} for anything else. */
    static Telling read(String text) {
        String[] parts = text.split(BETWEEN, -1);
        if (parts.length != 2 && parts.length != PARTS) {
            throw new IllegalArgumentException("a telling has two or three parts");
        }
        return new Telling(parts[0], Long.parseLong(parts[1]), parts.length > 2 ? OptionalLong.of(Long.parseLong(parts[2])) : OptionalLong.empty());
    }

    String text() {
        return node + BETWEEN + machine + (time.isPresent() ? BETWEEN + time.getAsLong() : "");
    }
}
