package almenara.faults;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A connection to a room in memory. */
final class LineInMemory implements Line {

    private static final JsonObject END = Json.createObjectBuilder().add("type", "end").build();

    private final RoomInMemory room;
    private final Consumer<JsonObject> heard;
    private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
    private String peer = "";

    private LineInMemory(RoomInMemory room, Consumer<JsonObject> heard) {
        this.room = room;
        this.heard = heard;
    }

    static Line open(RoomInMemory room, JsonObject opening, Consumer<JsonObject> heard) {
        LineInMemory line = new LineInMemory(room, heard);
        room.enter(line, opening);
        return line;
    }

    String peer() {
        return peer;
    }

    void peer(String self) {
        peer = self;
    }

    void tell(JsonObject message) {
        told.add(message);
    }

    @Override
    public void say(JsonObject command) {
        tell(room.handle(peer, command).add("ref", command.get("ref")).build());
    }

    @Override
    public int listen() {
        try {
            for (JsonObject next = told.take(); next != END; next = told.take()) {
                heard.accept(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CUT;
    }

    @Override
    public void cut() {
        room.away(this);
        tell(END);
    }
}
