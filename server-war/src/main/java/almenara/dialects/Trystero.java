package almenara.dialects;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Reply;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The protocol of Trystero's relays over WebSocket (ws-relay). docs/dialects.md has the frames. */
public final class Trystero implements Dialect {

    private static final int UPGRADE_REQUIRED = 426;
    private static final String TOPIC = "topic";
    private static final String PAYLOAD = "payload";

    private final StrictJson json;
    private final Namespace names = new Namespace(name());

    public Trystero(JsonLimits limits) {
        this.json = new StrictJson(limits);
    }

    @Override
    public String name() {
        return "trystero";
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new Subscriptions(new Topics(way));
    }

    @Override
    public Page page(String below) {
        return new Page(UPGRADE_REQUIRED, "text/plain", "Upgrade Required");
    }

    /** The topics of one connection. */
    private final class Subscriptions implements Conversation {

        private final Topics topics;

        Subscriptions(Topics topics) {
            this.topics = topics;
        }

        @Override
        public void heard(String frame) {
            JsonObject message = Topics.message(json, frame);
            Topics.text(message.get(TOPIC)).ifPresent(topic -> {
                switch (Topics.text(message.get("type")).orElse("")) {
                    case "subscribe" -> topics.subscribe(names.room(topic));
                    case "unsubscribe" -> topics.unsubscribe(names.room(topic));
                    case "publish" -> Optional.ofNullable(message.get(PAYLOAD)).ifPresent(payload -> topics.publish(names.room(topic), published(topic, payload)));
                    default -> { }
                }
            });
        }

        @Override
        public List<String> told(Reply reply) {
            return reply.event() instanceof Event.Logged logged && logged.entry().kind() == Entry.Kind.SIGNAL ? List.of(logged.entry().data()) : List.of();
        }
    }

    /** The frame that all subscribers get, of which the topic and the payload are all that the publisher has said. */
    private static String published(String topic, JsonValue payload) {
        return new JsonText().field(TOPIC, topic).raw(PAYLOAD, payload.toString()).end();
    }
}
