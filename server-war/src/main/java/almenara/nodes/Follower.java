package almenara.nodes;

import almenara.tables.Table;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows what the servers of the cluster tell each other of the mesh: {@code node/KEY}, {@code effort/SERVER}, {@code self}, and how many nodes were heard of, and where. */
final class Follower implements Table.Watcher {

    static final String HEARD = "heard";

    private final OwnRecord own;
    private final Known known;
    private final Consumer<String> told;
    private volatile Heard heard = Heard.NOTHING;

    Follower(OwnRecord own, Known known, Consumer<String> told) {
        this.own = own;
        this.known = known;
        this.told = told;
    }

    /** URLs, as the server that visits them counts. */
    Heard heard() {
        return heard;
    }

    @Override
    public void read(String key, String value) {
        if (key.startsWith(Known.PREFIX)) {
            Sighting.of(value);
        } else if (key.equals(OwnRecord.SELF)) {
            NodeRecord.trusted(Item.of(value));
        } else if (key.startsWith(OwnRecord.EFFORT)) {
            Long.parseLong(value);
        } else if (key.equals(HEARD)) {
            Heard.of(value);
        }
    }

    /** Whoever asks meanwhile is told what was known before. */
    @Override
    public void reset(Map<String, String> entries) {
        Map<String, Sighting> nodes = under(Known.PREFIX, entries, Sighting::of);
        Map<String, Long> efforts = under(OwnRecord.EFFORT, entries, Long::valueOf);
        known.reset(nodes);
        own.reset(Optional.ofNullable(entries.get(OwnRecord.SELF)).map(Item::of), efforts);
        heard = Heard.of(entries.getOrDefault(HEARD, ""));
    }

    private static <T> Map<String, T> under(String prefix, Map<String, String> entries, Function<String, T> reading) {
        return entries.entrySet().stream().filter(each -> each.getKey().startsWith(prefix))
                .collect(Collectors.toMap(each -> each.getKey().substring(prefix.length()), each -> reading.apply(each.getValue())));
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
            heard = Heard.of(value);
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
            heard = Heard.NOTHING;
        }
    }

    @Override
    public void told(String text) {
        told.accept(text);
    }
}
