package almenara.dialects;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The attempts to connect that were told to one client and that it may answer: so many, those that were told of last. */
final class Intents {

    /** How many. */
    static final int MOST = 256;

    private final SequencedSet<String> told = new LinkedHashSet<>();

    /** An attempt was told, for the first time or once more. */
    synchronized void add(String intent) {
        told.addLast(intent);
        if (told.size() > MOST) {
            told.removeFirst();
        }
    }

    synchronized boolean holds(String intent) {
        return told.contains(intent);
    }
}
