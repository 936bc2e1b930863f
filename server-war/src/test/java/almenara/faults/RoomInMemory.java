package almenara.faults;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** One room that keeps its promises, or, for tests of the checker, breaks one: with {@code breaks} what it says is not told, to the peer and of the event that are given. */
final class RoomInMemory {

    private static final Executor GRACE = CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);

    private record Entry(JsonObject event, String from) {
    }

    private final BiPredicate<String, JsonObject> breaks;
    private final List<Entry> log = new ArrayList<>();
    /** The connection of each member, or null while it is away; a peer and its token are the same here. */
    private final Map<String, LineInMemory> members = new LinkedHashMap<>();
    private final Map<String, Integer> absences = new HashMap<>();
    private final Map<String, String> authors = new HashMap<>();
    private final Map<String, String> claims = new HashMap<>();

    RoomInMemory(BiPredicate<String, JsonObject> breaks) {
        this.breaks = breaks;
    }

    private static JsonObjectBuilder event(String type) {
        return Json.createObjectBuilder().add("type", type);
    }

    synchronized void enter(LineInMemory line, JsonObject opening) {
        boolean resumed = opening.containsKey("token") && members.containsKey(opening.getString("token"));
        String peer = resumed ? opening.getString("token") : "p" + log.size();
        int missed = resumed ? opening.getInt("offset") : log.size();
        line.peer(peer);
        JsonObjectBuilder joined = event("joined").add("ref", opening.getInt("ref")).add("self", peer).add("token", peer).add("epoch", "one").add("offset", missed);
        if (!resumed) {
            JsonArrayBuilder roster = Json.createArrayBuilder();
            members.keySet().forEach(other -> roster.add(event("member").add("peer", other)));
            joined.add("members", roster);
        }
        members.put(peer, line);
        line.tell(joined.add("recovered", resumed).build());
        log.subList(missed, log.size()).forEach(entry -> tell(peer, entry));
        if (!resumed) {
            append(event("peer-joined").add("peer", peer), peer);
        }
    }

    synchronized void away(LineInMemory line) {
        if (members.replace(line.peer(), line, null)) {
            int absence = absences.merge(line.peer(), 1, Integer::sum);
            GRACE.execute(() -> forget(line.peer(), absence));
        }
    }

    /** The seat of a member that is still away since then is given up. */
    private synchronized void forget(String peer, int absence) {
        if (members.containsKey(peer) && members.get(peer) == null && absences.get(peer) == absence) {
            leave(peer);
        }
    }

    private long append(JsonObjectBuilder event, String from) {
        Entry entry = new Entry(event.add("offset", log.size() + 1).build(), from);
        log.add(entry);
        members.keySet().forEach(peer -> tell(peer, entry));
        return log.size();
    }

    private void tell(String peer, Entry entry) {
        LineInMemory line = members.get(peer);
        boolean concerned = !entry.event().containsKey("only") || entry.event().getString("only").equals(peer);
        if (line != null && concerned && !peer.equals(entry.from()) && !breaks.test(peer, entry.event())) {
            line.tell(entry.event());
        }
    }

    /** Carries a command out; gives its answer, without a ref. */
    synchronized JsonObjectBuilder handle(String peer, JsonObject command) {
        String offer = command.getString("offer", "");
        return switch (command.getString("type")) {
            case "signal" -> acknowledged(append(event("signal").add("from", peer).add("id", command.getString("id")).add("data", command.getJsonObject("data")), peer));
            case "offer" -> offer(peer);
            case "claim" -> claim(peer, offer);
            case "release" -> claims.remove(offer, peer) ? event("ok") : refused("claim-expired");
            case "answer" -> answer(peer, offer);
            case "leave" -> leave(peer);
            default -> event("ok");
        };
    }

    private static JsonObjectBuilder acknowledged(long offset) {
        return event("ok").add("epoch", "one").add("offset", offset);
    }

    private static JsonObjectBuilder refused(String code) {
        return event("refused").add("code", code);
    }

    private JsonObjectBuilder offer(String peer) {
        String offer = "o" + log.size();
        authors.put(offer, peer);
        append(event("offer-opened").add("offer", offer).add("from", peer), peer);
        return event("ok").add("offer", offer);
    }

    private JsonObjectBuilder claim(String peer, String offer) {
        boolean won = authors.containsKey(offer) && Objects.equals(claims.computeIfAbsent(offer, any -> peer), peer);
        return won ? event("ok").add("offer", offer).add("expires", 20) : refused("offer-claimed");
    }

    private JsonObjectBuilder answer(String peer, String offer) {
        if (!peer.equals(claims.get(offer))) {
            return refused("claim-expired");
        }
        return acknowledged(append(event("answer").add("offer", offer).add("from", peer).add("only", authors.remove(offer)), peer));
    }

    private JsonObjectBuilder leave(String peer) {
        members.remove(peer);
        append(event("peer-left").add("peer", peer), peer);
        return event("ok");
    }
}
