package almenara.dialects;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The WebSocket protocol of bittorrent-tracker 11, for WebTorrent clients. A torrent is a room, or several where it has more peers than a room has members; an
 * offer for one of them is a post to it, and one that nobody is there for stands in the room's offer table. docs/dialects.md has the frames.
 */
public final class Tracker implements Dialect {

    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private final StrictJson json;
    private final Limits limits;
    private final Recent stats;
    private final RandomGenerator random;

    /**
     * How many offers of an announce are taken, how many of a peer are kept for who comes next, and how many kept ones are given to who comes; for how many
     * seconds an offer is kept or may be answered; the seconds between announces; the rooms of a torrent, and the members of a
     * room; and for how many torrents a connection waits until its peer id is free.
     */
    public record Limits(int offers, int kept, int given, int seconds, int interval, int rooms, int members, int waiting) {
    }

    /** Somebody in a room of the cluster: what it is called, and whether it has an IPv6 address. */
    public record Sight(String room, String name, boolean isV6) {
    }

    /** {@code sights} gives everybody in the cluster who is called something, {@code nanos} the time in nanoseconds. */
    public record Figures(Supplier<Stream<Sight>> sights, LongSupplier nanos) {
    }

    public Tracker(JsonLimits json, Limits limits, Figures figures, RandomGenerator random) {
        this.json = new StrictJson(json);
        this.limits = limits;
        this.stats = new Recent(() -> TrackerStats.text(figures.sights().get()), figures.nanos());
        this.random = random;
    }

    @Override
    public String name() {
        return "tracker";
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new TrackerPeer(way, json, limits, random);
    }

    @Override
    public Page page(String below) {
        return switch (below) {
            case "stats", "stats.json" -> new Page(FOUND, "application/json", stats.text());
            case "" -> new Page(FOUND, "text/plain", "a tracker for WebTorrent, over WebSocket");
            default -> new Page(NOT_FOUND, "text/plain", "Not Found");
        };
    }
}
