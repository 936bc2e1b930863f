package almenara.dialects;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Reply;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The signaling protocol of y-webrtc 10.3. docs/dialects.md has the frames. */
public final class YWebrtc implements Dialect {

    private static final String PONG = "{\"type\":\"pong\"}";
    private static final String CLIENTS = "clients";
    private static final String TOPIC = "topic";

    private final StrictJson json;
    private final Namespace names = new Namespace(name());
    private final int most;

    /** {@code most}: topics that one frame may name; those behind them are passed over. */
    public YWebrtc(JsonLimits limits, int most) {
        this.json = new StrictJson(limits);
        this.most = most;
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
        private final Topics topics;
        private final Map<String, Set<String>> others = new HashMap<>();

        Subscriptions(Way way) {
            this.way = way;
            this.topics = new Topics(way, names);
        }

        @Override
        public void heard(String frame) {
            JsonObject message = Topics.message(json, frame);
            switch (Topics.text(message.get("type")).orElse("")) {
                case "subscribe" -> named(message).forEach(topics::subscribe);
                case "unsubscribe" -> named(message).forEach(this::unsubscribe);
                case "publish" -> Topics.text(message.get(TOPIC)).ifPresent(topic -> topics.publish(topic, bare(message)));
                case "ping" -> way.say(PONG);
                default -> { }
            }
        }

        private void unsubscribe(String topic) {
            topics.unsubscribe(topic);
            synchronized (this) {
                others.remove(names.room(topic));
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

    private List<String> named(JsonObject message) {
        return message.get("topics") instanceof JsonArray array ? array.stream().map(Topics::text).flatMap(Optional::stream).distinct().limit(most).toList() : List.of();
    }

    /** The message as text, without the number of subscribers, which each node adds as it reads the log. */
    private static String bare(JsonObject message) {
        return message.containsKey(CLIENTS) ? Json.createObjectBuilder(message).remove(CLIENTS).build().toString() : message.toString();
    }

    private static String counted(String message, int clients) {
        return message.substring(0, message.length() - 1) + ",\"" + CLIENTS + "\":" + clients + '}';
    }
}
