package almenara.nodes;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many URLs the server that visits them remembers, by the source of each. Sources of none are left out. */
record Heard(Map<Source, Long> counts) {

    static final Heard NOTHING = new Heard(Map.of());
    private static final String BETWEEN = " ";

    Heard {
        Map<Source, Long> copy = new EnumMap<>(Source.class);
        copy.putAll(counts);
        copy.values().removeIf(count -> count == 0);
        counts = Collections.unmodifiableMap(copy);
    }

    long all() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As it stands in the table, which keeps nothing that is empty: all sources. */
    String text() {
        return Stream.of(Source.values()).map(source -> source + BETWEEN + counts.getOrDefault(source, 0L)).collect(Collectors.joining(BETWEEN));
    }

    /** What {@link #text} has written; {@link IllegalArgumentException} for anything else. */
    static Heard of(String text) {
        String[] parts = text.isEmpty() ? new String[0] : text.split(BETWEEN, -1);
        if (parts.length % 2 != 0) {
            throw new IllegalArgumentException("each source has a count");
        }
        Map<Source, Long> counts = new EnumMap<>(Source.class);
        for (int i = 0; i < parts.length; i += 2) {
            counts.put(Source.valueOf(parts[i]), Long.valueOf(parts[i + 1]));
        }
        return new Heard(counts);
    }
}
