package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One PeerJS client: the id that it has, and what it has said to ids that nobody has. */
final class PeerJsPeer implements Conversation {

    private static final String OPEN = "{\"type\":\"OPEN\"}";
    /** The longest id, token or key. */
    private static final int LONGEST = 256;

    private enum State { COMING, PRESENT, REFUSED, GONE }

    private final Way way;
    private final StrictJson json;
    private final Namespace ids = PeerJs.IDS;
    private final Absent absent;
    private final String id;
    private final String token;
    private final boolean isNamed;
    private final boolean listed;
    private State state = State.COMING;

    /** What may wait for others, and whether anybody is told which ids there are. */
    record Rules(Absent.Limits absent, boolean listed) {
    }

    PeerJsPeer(Way way, UnaryOperator<String> query, StrictJson json, Rules rules) {
        this.way = way;
        this.json = json;
        this.absent = new Absent(rules.absent());
        this.listed = rules.listed();
        this.id = text(query.apply("id"));
        this.token = text(query.apply("token"));
        this.isNamed = List.of(id, token, text(query.apply("key"))).stream().noneMatch(each -> each.isEmpty() || each.length() > LONGEST || !StrictJson.isText(each));
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }

    @Override
    public void opened() {
        if (isNamed) {
            ask(id, new Command.Occupy(ids.peer(id, token), listed ? id : ""));
        } else {
            way.say(error("ERROR", "No id, token, or key supplied to websocket server"));
            become(State.REFUSED);
        }
        if (is(State.REFUSED)) {
            way.close();
        }
    }

    @Override
    public void heard(String frame) {
        if (!(json.read(frame) instanceof JsonObject message)) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "a message is a JSON object");
        }
        if (is(State.REFUSED) || is(State.GONE)) {
            return;
        }
        Optional<String> to = string(message.get("dst")).filter(name -> !name.isEmpty());
        switch (string(message.get("type")).orElse("")) {
            case "OFFER", "ANSWER", "CANDIDATE" -> to.ifPresent(name -> send(name, relayed(message, name)));
            case "LEAVE" -> {
                if (to.isEmpty()) {
                    become(State.GONE);
                    ask(id, new Command.Leave(false));
                }
            }
            default -> { }
        }
    }

    /** The frame as it is passed on: of what the sender has said, only this, and from whom it really is. */
    private String relayed(JsonObject message, String to) {
        JsonText text = new JsonText().field("type", message.getString("type")).field("src", id).field("dst", to);
        return text.raw("payload", Optional.ofNullable(message.get("payload")).map(JsonValue::toString).orElse("")).end();
    }

    private void send(String to, String frame) {
        deliver(to);
        if (!absent.isAwaited(to)) {
            if (way.isHeard(ids.room(to))) {
                ask(to, new Command.Post(frame));
                return;
            }
            absent.await(to, way.watch(ids.room(to), () -> deliver(to)));
        }
        if (absent.add(to, frame)) {
            deliver(to);
        } else {
            giveUp(to);
        }
    }

    private void giveUp(String to) {
        absent.take(to);
        way.say(expired(to));
    }

    /** Sends what waits for the id, if somebody has it by now. */
    private void deliver(String to) {
        if (absent.isAwaited(to) && way.isHeard(ids.room(to))) {
            absent.take(to).forEach(frame -> ask(to, new Command.Post(frame)));
        }
    }

    private void ask(String name, Command command) {
        way.ask(new Request("", ids.room(name), "", command));
    }

    @Override
    public synchronized List<String> told(Reply reply) {
        return switch (reply.event()) {
            case Event.Joined joined when state == State.COMING -> {
                state = State.PRESENT;
                yield List.of(OPEN);
            }
            case Event.Refused refused when state == State.COMING -> {
                state = State.REFUSED;
                yield List.of(refusal(refused.refusal()));
            }
            case Event.Logged logged when logged.entry().kind() == Entry.Kind.SIGNAL -> List.of(logged.entry().data());
            default -> List.of();
        };
    }

    @Override
    public void tick() {
        absent.tick().forEach(name -> {
            deliver(name);
            if (absent.isAwaited(name)) {
                giveUp(name);
            }
        });
    }

    @Override
    public void ended() {
        absent.clear();
    }

    private synchronized boolean is(State other) {
        return state == other;
    }

    private synchronized void become(State next) {
        state = next;
    }

    /** What the reference server says, where it says that at all. */
    private static String refusal(Refusal refusal) {
        return switch (refusal.code()) {
            case ROOM_FULL -> error("ID-TAKEN", "ID is taken");
            case TOO_MANY_ROOMS -> error("ERROR", "Server has reached its concurrent user limit");
            default -> error("ERROR", refusal.getMessage());
        };
    }

    private static Optional<String> string(JsonValue value) {
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    private String expired(String name) {
        return JsonFactories.BUILDERS.createObjectBuilder().add("type", "EXPIRE").add("src", name).add("dst", id).build().toString();
    }

    private static String error(String type, String message) {
        return JsonFactories.BUILDERS.createObjectBuilder().add("type", type).add("payload", JsonFactories.BUILDERS.createObjectBuilder().add("msg", message)).build().toString();
    }
}
