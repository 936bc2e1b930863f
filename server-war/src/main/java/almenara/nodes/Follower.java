package almenara.nodes;

import almenara.tables.Table;
import java.util.Map;
import java.util.function.Consumer;

/** Follows what the servers of the cluster tell each other of the mesh: {@code node/KEY}, {@code effort/SERVER}, {@code self}, and how many nodes were heard of. */
final class Follower implements Table.Watcher {

    static final String HEARD = "heard";

    private final OwnRecord own;
    private final Known known;
    private final Consumer<String> told;
    private volatile long heard;

    Follower(OwnRecord own, Known known, Consumer<String> told) {
        this.own = own;
        this.known = known;
        this.told = told;
    }

    /** URLs, as the server that visits them counts. */
    long heard() {
        return heard;
    }

    @Override
    public void read(String key, String value) {
        if (key.startsWith(Known.PREFIX)) {
            Sighting.of(value);
        } else if (key.equals(OwnRecord.SELF)) {
            NodeRecord.trusted(Item.of(value));
        } else if (key.startsWith(OwnRecord.EFFORT) || key.equals(HEARD)) {
            Long.parseLong(value);
        }
    }

    @Override
    public void reset(Map<String, String> entries) {
        own.clear();
        known.clear();
        heard = 0;
        entries.forEach(this::stored);
    }

    @Override
    public void stored(String key, String value) {
        if (key.startsWith(Known.PREFIX)) {
            known.stored(key.substring(Known.PREFIX.length()), Sighting.of(value));
        } else if (key.equals(OwnRecord.SELF)) {
            own.stored(Item.of(value));
        } else if (key.startsWith(OwnRecord.EFFORT)) {
            own.effort(key.substring(OwnRecord.EFFORT.length()), Long.parseLong(value));
        } else if (key.equals(HEARD)) {
            heard = Long.parseLong(value);
        }
    }

    @Override
    public void gone(String key) {
        if (key.startsWith(Known.PREFIX)) {
            known.gone(key.substring(Known.PREFIX.length()));
        } else if (key.equals(OwnRecord.SELF)) {
            own.gone();
        } else if (key.startsWith(OwnRecord.EFFORT)) {
            own.serverGone(key.substring(OwnRecord.EFFORT.length()));
        } else if (key.equals(HEARD)) {
            heard = 0;
        }
    }

    @Override
    public void told(String text) {
        told.accept(text);
    }
}
