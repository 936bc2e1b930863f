package almenara.dialects;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The offers that one connection was sent and may answer, each once and for so many seconds. From any thread. */
final class Unanswered {

    /** So many of a torrent are remembered at once; more push out the oldest of whoever has made the most of them. */
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
            String loudest = loudest();
            all.remove(all.keySet().stream().filter(each -> each.peer().equals(loudest)).findFirst().orElseThrow());
        }
    }

    /** The author of the most of them. */
    private String loudest() {
        Map<String, Long> numbers = all.keySet().stream().collect(Collectors.groupingBy(Key::peer, LinkedHashMap::new, Collectors.counting()));
        return Collections.max(numbers.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    synchronized Optional<Waiting> remove(String peer, String id) {
        return Optional.ofNullable(all.remove(new Key(peer, id)));
    }

    synchronized void tick() {
        now++;
        all.values().removeIf(each -> each.ends() < now);
    }
}
