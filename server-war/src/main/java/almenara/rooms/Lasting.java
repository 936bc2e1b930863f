package almenara.rooms;

import java.util.Set;
import java.util.TreeSet;

/** Tells what was found twice in a row from what may be on its way. */
final class Lasting {

    private Set<String> before = Set.of();

    /** Those of them that were found the last time, too. */
    Set<String> of(Set<String> now) {
        Set<String> both = new TreeSet<>(now);
        both.retainAll(before);
        before = now;
        return both;
    }
}
