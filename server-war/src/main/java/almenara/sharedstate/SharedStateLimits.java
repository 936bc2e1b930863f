package almenara.sharedstate;

import almenara.messages.StateTable;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The bounds of shared-state tables: how many there are, what each of them holds, how many bleachings an entry is given at most, how far apart these are, and of
 * how many keys of signed tables the newest time is remembered. {@code parts}: the signed tables that have other bounds for each author.
 */
public record SharedStateLimits(int tables, Size size, int ttl, Duration bleach, int newest, Map<StateTable, Part> parts) {

    public SharedStateLimits {
        parts = Map.copyOf(parts);
    }

    /** What a table holds: entries, those of one author in a signed table, bytes of it all, of one entry, and of one in a signed table. */
    public record Size(int entries, int authored, int bytes, int entry, int signed) {
    }

    /** What an author has of a signed table: so many entries, none with an end that is further from its time. Of others than those authors (none named: anybody) nothing is taken. */
    public record Part(int entries, Duration longest, Set<String> authors) {

        public Part {
            authors = Set.copyOf(authors);
        }

        boolean isOf(String author) {
            return authors.isEmpty() || authors.contains(author);
        }
    }

    /** What an author has of that table. */
    Part part(StateTable table) {
        return parts.getOrDefault(table, new Part(size.authored(), Authorship.LONGEST, Set.of()));
    }
}
