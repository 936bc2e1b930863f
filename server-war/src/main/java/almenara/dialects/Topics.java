package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Refusal;
import almenara.messages.Request;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * What clients say that subscribe to topics and publish to them, as commands: a topic is a room and a subscriber is a member of it; what is published to a topic
 * is a post to the room, so it reaches all subscribers, the publisher too if it is one.
 */
record Topics(Way way) {

    /** The reference of a subscription. */
    static final String SUBSCRIBING = "\"subscribe\"";

    void subscribe(String room) {
        ask(room, SUBSCRIBING, new Command.Join(""));
    }

    void unsubscribe(String room) {
        ask(room, "", new Command.Leave(false));
    }

    void publish(String room, String text) {
        ask(room, "", new Command.Post(text));
    }

    private void ask(String room, String ref, Command command) {
        way.ask(new Request(ref, room, "", command));
    }

    /** The message that a frame is. */
    static JsonObject message(StrictJson json, String frame) {
        if (json.read(frame) instanceof JsonObject message) {
            return message;
        }
        throw new Refusal(Refusal.Code.BAD_MESSAGE, "a message is a JSON object");
    }

    /** The text that a value is; nothing for one of another kind, or none. */
    static Optional<String> text(JsonValue value) {
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }
}
