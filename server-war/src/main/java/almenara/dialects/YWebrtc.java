package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Event;
import almenara.messages.Reply;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The topics of one connection, by their rooms. */
    private final class Subscriptions implements Conversation {

        private final Way way;
        private final Topics topics;
        private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

        Subscriptions(Way way) {
            this.way = way;
            this.topics = new Topics(way);
        }

        @Override
        public void heard(String frame) {
            JsonObject message = Topics.message(json, frame);
            switch (Topics.text(message.get("type")).orElse("")) {
                case "subscribe" -> named(message).forEach(this::subscribe);
                case "unsubscribe" -> named(message).forEach(this::unsubscribe);
                case "publish" -> Topics.text(message.get(TOPIC)).ifPresent(topic -> publish(topic, bare(message)));
                case "ping" -> way.say(PONG);
                default -> { }
            }
        }

        private void subscribe(String topic) {
            String room = names.room(topic);
            Subscription subscription = subscriptions.computeIfAbsent(room, name -> new Subscription(way::say));
            topics.subscribe(room);
            way.later(subscription::settle);
        }

        private void unsubscribe(String topic) {
            String room = names.room(topic);
            topics.unsubscribe(room);
            subscriptions.remove(room);
        }

        private void publish(String topic, String text) {
            String room = names.room(topic);
            Optional.ofNullable(subscriptions.get(room)).ifPresent(Subscription::speaks);
            topics.publish(room, text);
        }

        @Override
        public List<String> told(Reply reply) {
            Subscription subscription = subscriptions.get(reply.room());
            return subscription == null ? List.of() : told(reply, subscription);
        }

        private List<String> told(Reply reply, Subscription subscription) {
            switch (reply.event()) {
                case Event.Joined joined -> subscription.joined(joined.members());
                case Event.Stored stored -> subscription.spoke(stored.at().offset());
                case Event.Refused refused when !reply.ref().equals(Topics.SUBSCRIBING) -> subscription.refused();
                case Event.Refused refused when !subscription.isJoined() -> subscriptions.remove(reply.room(), subscription);
                case Event.Logged logged -> {
                    return subscription.happened(logged.offset(), logged.entry());
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
        return message.containsKey(CLIENTS) ? JsonFactories.BUILDERS.createObjectBuilder(message).remove(CLIENTS).build().toString() : message.toString();
    }

    /** The message with the number of subscribers. */
    static String counted(String message, int clients) {
        return message.substring(0, message.length() - 1) + ",\"" + CLIENTS + "\":" + clients + '}';
    }
}
