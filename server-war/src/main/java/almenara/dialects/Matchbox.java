package almenara.dialects;

import java.util.function.UnaryOperator;

/** The signaling protocol of matchbox: a room for each path, and with {@code ?next=N} one room after the other for so many each. docs/dialects.md has the frames. */
public final class Matchbox implements Dialect {

    private static final int FOUND = 200;
    private static final int UPGRADE_REQUIRED = 426;
    private static final String HEALTH = "health";

    private final StrictJson json;

    public Matchbox(JsonLimits limits) {
        this.json = new StrictJson(limits);
    }

    @Override
    public String name() {
        return "matchbox";
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new MatchboxPeer(way, query.apply("next"), json);
    }

    @Override
    public Page page(String below) {
        return HEALTH.equals(below) ? new Page(FOUND, "text/plain", "") : new Page(UPGRADE_REQUIRED, "text/plain", "Upgrade Required");
    }
}
