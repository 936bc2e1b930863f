package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a client says and hears: it keeps its signals until they are acknowledged, and knows those that it has heard. Belongs to the client, under its lock. */
final class Voice {

    private final Client.Config config;
    private final SortedSet<Integer> pending = new TreeSet<>();
    /** By the peer that said it, the ids, which are numbers here. */
    private final Map<String, BitSet> heard = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private int said;

    Voice(Client.Config config) {
        this.config = config;
    }

    JsonObject next() {
        int n = ++said;
        config.add(new Published(System.nanoTime(), config.number(), n));
        pending.add(n);
        return Commands.signal(new Signal(config.number(), n));
    }

    /** What has to be sent again, in order. */
    List<JsonObject> kept() {
        return pending.stream().map(n -> Commands.signal(new Signal(config.number(), n))).toList();
    }

    boolean isSilent() {
        return pending.isEmpty();
    }

    /** A signal was acknowledged, or refused for good, which should not be. */
    void answered(int n, Answer answer) {
        if (!pending.remove(n)) {
            return;
        }
        if (answer.isRefusal()) {
            errors.add(answer.toString());
        } else {
            config.add(new Acknowledged(System.nanoTime(), config.number(), n, Session.place(answer.message())));
        }
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    void hear(JsonObject signal, long at) {
        JsonObject data = signal.getJsonObject("data");
        BitSet ids = heard.computeIfAbsent(signal.getString("from"), any -> new BitSet());
        int id = Integer.parseInt(signal.getString("id"));
        boolean again = ids.get(id);
        ids.set(id);
        config.add(new Delivered(at, config.number(), signal.getJsonNumber("offset").longValue(), new Signal(data.getInt("author"), data.getInt("n")), again));
    }
}
