package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A client that keeps the member list of its room as the protocol says: from joined, then event by event. What can't be so fails. */
public final class Follower {

    private final Set<String> members = new TreeSet<>();
    private final Set<String> signals = new HashSet<>();
    private Client client;
    private long offset;
    private int losses;

    public Follower(Client client) {
        this.client = client;
    }

    public Client client() {
        return client;
    }

    /** The client comes back over another connection. */
    public void resumeAt(Node node) {
        read();
        client = client.resumeAt(node);
    }

    /** The members but for the client itself, as it knows them now. */
    public Set<String> members() {
        read();
        return members;
    }

    /** How often the client had to start from a member list again. */
    public int losses() {
        read();
        return losses;
    }

    /** The data of every signal that was heard, each once. */
    public Set<String> signals() {
        read();
        return signals;
    }

    private int read;
    private Client reading;

    private void read() {
        if (reading != client) {
            reading = client;
            read = 0;
        }
        List<JsonObject> heard = client.heard();
        heard.subList(read, heard.size()).forEach(this::hear);
        read = heard.size();
    }

    private void hear(JsonObject message) {
        switch (message.getString("type")) {
            case "joined" -> joined(message);
            case "ok", "refused", "drain" -> { }
            default -> {
                long next = message.getJsonNumber("offset").longValue();
                assertTrue(next > offset, "after " + offset + " came " + message);
                offset = next;
                event(message);
            }
        }
    }

    private void joined(JsonObject message) {
        if (message.containsKey("members")) {
            members.clear();
            message.getJsonArray("members").forEach(member -> members.add(member.asJsonObject().getString("peer")));
            losses += message.containsKey("recovered") ? 1 : 0;
        } else {
            assertEquals(offset, message.getJsonNumber("offset").longValue(), "a recovery goes on at the cursor");
        }
        offset = message.getJsonNumber("offset").longValue();
    }

    private void event(JsonObject message) {
        switch (message.getString("type")) {
            case "peer-joined" -> assertTrue(members.add(message.getString("peer")), "known before: " + message);
            case "peer-left" -> assertTrue(members.remove(message.getString("peer")), "unknown before: " + message);
            case "signal" -> assertTrue(signals.add(message.get("data").toString()), "heard twice: " + message);
            default -> { }
        }
    }
}
