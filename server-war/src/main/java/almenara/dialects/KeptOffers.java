package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** The offers of one peer of a torrent that stand in the offer table of its room, by the peer's names for them. */
final class KeptOffers {

    private final Asking asking;
    private final Tracker.Limits limits;
    private final Map<String, Kept> all = new LinkedHashMap<>();
    private long now;

    /** Under which name it stands in the table, and until when. */
    private record Kept(String name, long ends) {
    }

    KeptOffers(Asking asking, Tracker.Limits limits) {
        this.asking = asking;
        this.limits = limits;
    }

    /** Puts the offer in the table, or lets it stand for longer; where there is no place, the oldest one goes. */
    void keep(String room, String id, String text) {
        String name = name(id);
        if (!name.isEmpty() && asking.ask(room, new Command.Refresh(name, limits.seconds(), text)) instanceof Event.Opened opened) {
            put(id, opened.offer());
            return;
        }
        withdraw(room, id);
        if (size() >= limits.kept()) {
            withdraw(room, oldest());
        }
        if (asking.ask(room, new Command.Publish("", limits.seconds(), text)) instanceof Event.Opened opened) {
            put(id, opened.offer());
        }
    }

    /** Takes the offer out of the table, if it is there. */
    void withdraw(String room, String id) {
        String name = answered(id);
        if (!name.isEmpty()) {
            asking.ask(room, new Command.Withdraw(name));
        }
    }

    /** It is in the table no more. From any thread, as the others are that do not ask. */
    synchronized String answered(String id) {
        Kept kept = all.remove(id);
        return kept == null ? "" : kept.name();
    }

    private synchronized String name(String id) {
        return all.containsKey(id) ? all.get(id).name() : "";
    }

    private synchronized int size() {
        return all.size();
    }

    private synchronized String oldest() {
        return all.keySet().iterator().next();
    }

    private synchronized void put(String id, String name) {
        all.remove(id);
        all.put(id, new Kept(name, now + limits.seconds()));
    }

    synchronized void tick() {
        now++;
        all.values().removeIf(each -> each.ends() <= now);
    }
}
