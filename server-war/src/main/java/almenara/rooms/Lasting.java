package almenara.rooms;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what was found twice in a row from what may be on its way. */
final class Lasting {

    private Set<String> before = Set.of();

    /** Those of them that were found the last time, too. */
    Set<String> of(Stream<String> found) {
        Set<String> now = found.collect(Collectors.toCollection(TreeSet::new));
        Set<String> both = new TreeSet<>(now);
        both.retainAll(before);
        before = now;
        return both;
    }
}
