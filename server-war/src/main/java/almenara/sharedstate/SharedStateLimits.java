package almenara.sharedstate;

import java.time.Duration;

/**
 * The bounds of shared-state tables: how many there are, what each of them holds, how many bleachings an entry is given at most, how far apart these are, and of
 * how many keys of signed tables the newest time is remembered.
 */
public record SharedStateLimits(int tables, Size size, int ttl, Duration bleach, int newest) {

    /** What a table holds: entries, those of one author in a signed table, bytes of it all, of one entry, and of one in a signed table. */
    public record Size(int entries, int authored, int bytes, int entry, int signed) {
    }
}
