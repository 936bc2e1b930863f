package almenara.faults;

import almenara.faults.Event.Place;
import almenara.faults.Event.Signal;
import jakarta.json.Json;
import jakarta.json.JsonObject;

/** Commands of the protocol, as far as clients here say them. */
final class Commands {

    private Commands() {
    }

    private static JsonObject command(String type) {
        return Json.createObjectBuilder().add("type", type).build();
    }

    static JsonObject join(int ref) {
        return numbered(command("join"), ref);
    }

    static JsonObject resume(int ref, String token, Place place) {
        return Json.createObjectBuilder().add("type", "resume").add("ref", ref).add("token", token).add("epoch", place.epoch()).add("offset", place.offset()).build();
    }

    /** The ref of a signal is its number, as text. */
    static JsonObject signal(Signal signal) {
        JsonObject data = Json.createObjectBuilder().add("author", signal.author()).add("n", signal.n()).build();
        String number = Integer.toString(signal.n());
        return Json.createObjectBuilder().add("type", "signal").add("ref", number).add("id", number).add("data", data).build();
    }

    static JsonObject ping() {
        return command("ping");
    }

    static JsonObject leave() {
        return command("leave");
    }

    static JsonObject offer() {
        return Json.createObjectBuilder().add("type", "offer").add("data", "offer").build();
    }

    static JsonObject claim(String offer) {
        return Json.createObjectBuilder().add("type", "claim").add("offer", offer).build();
    }

    static JsonObject release(String offer) {
        return Json.createObjectBuilder().add("type", "release").add("offer", offer).build();
    }

    static JsonObject answer(String offer) {
        return Json.createObjectBuilder().add("type", "answer").add("offer", offer).add("data", "answer").build();
    }

    static JsonObject numbered(JsonObject command, int ref) {
        return Json.createObjectBuilder(command).add("ref", ref).build();
    }
}
