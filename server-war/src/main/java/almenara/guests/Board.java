package almenara.guests;

import java.util.List;

/** The shared-state table by which clusters tell each other of their rooms: signed, so that each writes its own part alone. */
public interface Board {

    /** What this cluster's part is named by. */
    String author();

    /** Writes the value into this cluster's part until that end (milliseconds of the epoch); an empty one takes back what is there. False: it was not taken. */
    boolean write(String name, String value, long end);

    /** Everything that has not ended, of all clusters. */
    List<Paper> papers();

    /** What stands under a name in a cluster's part. */
    record Paper(String author, String name, String value) {
    }
}
