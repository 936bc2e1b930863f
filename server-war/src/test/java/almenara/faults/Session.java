package almenara.faults;

import almenara.faults.Event.Place;
import jakarta.json.JsonObject;
import java.util.List;

/** What a client comes back with. */
record Session(String self, String token, Place place) {

    static Session of(JsonObject joined) {
        return new Session(joined.getString("self"), joined.getString("token"), place(joined));
    }

    static Place place(JsonObject message) {
        return new Place(message.getString("epoch"), offset(message));
    }

    static long offset(JsonObject message) {
        return message.getJsonNumber("offset").longValue();
    }

    /** The peers in a {@code joined}; none when nothing was missed. */
    static List<String> roster(JsonObject joined) {
        return joined.containsKey("members") ? joined.getJsonArray("members").getValuesAs(JsonObject.class).stream().map(one -> one.getString("peer")).toList() : List.of();
    }

    /** The cursor has moved on. */
    Session at(long offset) {
        return new Session(self, token, new Place(place.epoch(), offset));
    }

    /** How the next connection begins. */
    static JsonObject opening(Session session, int ref) {
        return session == null ? Commands.join(ref) : Commands.resume(ref, session.token, session.place);
    }
}
