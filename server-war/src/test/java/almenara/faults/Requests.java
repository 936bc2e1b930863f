package almenara.faults;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Commands of one connection that wait for their answers. Belongs to the client, under its lock. */
final class Requests {

    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new HashMap<>();
    private int last;

    /** A number for the next command, greater than any before. */
    int add(CompletableFuture<JsonObject> answer) {
        waiting.put(++last, answer);
        return last;
    }

    void answered(int ref, JsonObject answer) {
        CompletableFuture<JsonObject> who = waiting.remove(ref);
        if (who != null) {
            who.complete(answer);
        }
    }

    /** No answer will come. */
    void lost() {
        // Who waits may do something more at once.
        List<CompletableFuture<JsonObject>> lost = List.copyOf(waiting.values());
        waiting.clear();
        lost.forEach(answer -> answer.cancel(false));
    }
}
