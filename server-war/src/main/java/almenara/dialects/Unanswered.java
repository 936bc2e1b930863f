package almenara.dialects;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The offers that one connection was sent and may answer, each once and for so many seconds. From any thread. */
final class Unanswered {

    /** So many of a torrent are remembered at once; more push out the oldest. */
    static final int MOST = 128;

    private final int seconds;
    private final Map<Key, Waiting> all = new LinkedHashMap<>();
    private long now;

    /** The author as the tracker names it, and the author's name for the offer. */
    private record Key(String peer, String id) {
    }

    /** Whom an answer goes to; {@code name} is that of the offer in the table, empty for one that was handed over. */
    record Waiting(TrackerSignal.Place author, String name, long ends) {
    }

    Unanswered(int seconds) {
        this.seconds = seconds;
    }

    /** The newest of one name counts. */
    synchronized void add(TrackerSignal offer, String name) {
        Key key = new Key(offer.peer(), offer.id());
        all.remove(key);
        all.put(key, new Waiting(offer.place(), name, now + seconds));
        if (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
    }

    synchronized Optional<Waiting> remove(String peer, String id) {
        return Optional.ofNullable(all.remove(new Key(peer, id)));
    }

    synchronized void tick() {
        now++;
        all.values().removeIf(each -> each.ends() < now);
    }
}
