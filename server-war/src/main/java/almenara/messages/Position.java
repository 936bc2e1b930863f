package almenara.messages;

/** A place in a room's log. Offsets are consecutive inside an epoch; offset 0 is the place before the first entry. */
public record Position(String epoch, long offset) {

    public Position {
        Names.epoch(epoch);
        if (offset < 0) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "offset is not negative");
        }
    }

    /** So many entries before this one, or the beginning. */
    public Position back(long entries) {
        return new Position(epoch, Math.max(0, offset - entries));
    }

    /** The place behind this one. */
    public Position next() {
        return new Position(epoch, offset + 1);
    }
}
