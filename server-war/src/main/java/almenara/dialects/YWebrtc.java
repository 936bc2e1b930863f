package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The signaling protocol of y-webrtc 10.3. A topic is a room and a subscriber is a member of it; what is published to a topic is a post to the room, so it
 * reaches all subscribers, the publisher too if it is one. docs/dialects.md has the frames.
 */
public final class YWebrtc implements Dialect {

    private static final String PONG = "{\"type\":\"pong\"}";
    private static final String CLIENTS = "clients";
    private static final String TOPIC = "topic";

    private final StrictJson json;
    private final Namespace topics = new Namespace(name());

    public YWebrtc(JsonLimits limits) {
        this.json = new StrictJson(limits);
    }

    @Override
    public String name() {
        return "y-webrtc";
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new Subscriptions(way);
    }

    @Override
    public Page page(String below) {
        return new Page(200, "text/plain", "okay");
    }

    /** The topics of one connection, by their rooms, with the other subscribers of each as the room's log has them. */
    private final class Subscriptions implements Conversation {

        private final Way way;
        private final Map<String, Set<String>> others = new HashMap<>();

        Subscriptions(Way way) {
            this.way = way;
        }

        @Override
        public void heard(String frame) {
            if (!(json.read(frame) instanceof JsonObject message)) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "a message is a JSON object");
            }
            switch (text(message.get("type")).orElse("")) {
                case "subscribe" -> rooms(message).forEach(room -> ask(room, new Command.Join("")));
                case "unsubscribe" -> rooms(message).forEach(this::unsubscribe);
                case "publish" -> text(message.get(TOPIC)).ifPresent(topic -> ask(topics.room(topic), new Command.Post(bare(message))));
                case "ping" -> way.say(PONG);
                default -> { }
            }
        }

        private void ask(String room, Command command) {
            way.ask(new Request("", room, "", command));
        }

        private void unsubscribe(String room) {
            ask(room, new Command.Leave(false));
            synchronized (this) {
                others.remove(room);
            }
        }

        @Override
        public synchronized List<String> told(Reply reply) {
            if (reply.event() instanceof Event.Joined joined) {
                others.put(reply.room(), new HashSet<>(joined.members()));
            } else if (reply.event() instanceof Event.Logged logged && others.containsKey(reply.room())) {
                return happened(others.get(reply.room()), logged.entry());
            }
            return List.of();
        }

        private static List<String> happened(Set<String> others, Entry entry) {
            switch (entry.kind()) {
                case PEER_JOINED -> others.add(entry.from());
                case PEER_LEFT -> others.remove(entry.from());
                case SIGNAL -> {
                    return List.of(counted(entry.data(), others.size() + 1));
                }
                default -> { }
            }
            return List.of();
        }
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    private List<String> rooms(JsonObject message) {
        return message.get("topics") instanceof JsonArray array
                ? array.stream().map(YWebrtc::text).flatMap(Optional::stream).distinct().map(topics::room).toList() : List.of();
    }

    /** The message as text, without the number of subscribers, which each node adds as it reads the log. */
    private static String bare(JsonObject message) {
        return message.containsKey(CLIENTS) ? Json.createObjectBuilder(message).remove(CLIENTS).build().toString() : message.toString();
    }

    private static String counted(String message, int clients) {
        return message.substring(0, message.length() - 1) + ",\"" + CLIENTS + "\":" + clients + '}';
    }
}
