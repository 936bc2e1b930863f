package almenara.dialects;

import almenara.messages.Refusal;
import almenara.messages.Reply;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packets of Socket.IO 5 within those of Engine.IO 4, and of Socket.IO 4 within those of Engine.IO 3, which browsers of before 2020 speak: each frame is one
 * packet, and its first character says of what kind. There is the namespace {@code /} alone; bytes and acknowledgements mean nothing here.
 */
final class SocketIo implements Conversation {

    /** How Engine.IO 4 is called in the URL; whoever says nothing speaks version 3. */
    static final String FOUR = "4";

    /** Connect, disconnect, event…; namespace, where it is not the first; number for an acknowledgement; the rest is JSON. */
    private static final Pattern PACKET = Pattern.compile("([0-6])(?:(/[^,]{0,64}),?)?([0-9]{0,15})(.*)", Pattern.DOTALL);

    private enum State { OPEN, CONNECTED }

    /** What both ends have to know: who the client is (for both layers), the version, whether it could change over to a WebSocket, and the bounds. */
    record Greeting(String session, String socket, String version, boolean polls, Bounds bounds) {

        boolean isFour() {
            return FOUR.equals(version);
        }

        String text() {
            return '0' + new JsonText().field("sid", session).raw("upgrades", polls ? "[\"websocket\"]" : "[]").field("pingInterval", bounds.ping() * MILLIS)
                    .field("pingTimeout", bounds.patience() * MILLIS).field("maxPayload", bounds.bytes()).end();
        }
    }

    /** Seconds between two pings, seconds after which one that is not answered ends the connection for the client, and the most bytes of a frame. */
    record Bounds(int ping, int patience, int bytes) {
    }

    private static final long MILLIS = 1000;

    private final Way way;
    private final Greeting greeting;
    private final StrictJson json;
    private final Events events;
    private State state = State.OPEN;
    private int seconds;

    SocketIo(Way way, Greeting greeting, StrictJson json, Function<Way, Events> events) {
        this.way = way;
        this.greeting = greeting;
        this.json = json;
        this.events = events.apply(way);
    }

    /** An event as a frame; {@code argument} is JSON text. */
    static String event(String name, String argument) {
        return "42[" + JsonText.quoted(name) + ',' + argument + ']';
    }

    @Override
    public void opened() {
        way.say(greeting.text());
        if (!greeting.isFour()) {
            way.say("40");
            state = State.CONNECTED;
        }
    }

    @Override
    public void heard(String frame) {
        switch (frame.isEmpty() ? ' ' : frame.charAt(0)) {
            case '1' -> way.close();
            case '2' -> way.say("3");
            case '3', '5', '6', 'b' -> { }
            case '4' -> message(frame.substring(1));
            default -> throw new Refusal(Refusal.Code.BAD_MESSAGE, "this is no packet of Engine.IO");
        }
    }

    private void message(String text) {
        Matcher packet = PACKET.matcher(text);
        if (!packet.matches()) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "this is no packet of Socket.IO");
        }
        String namespace = packet.group(2) == null ? "/" : packet.group(2).split("\\?", 2)[0];
        switch (packet.group(1)) {
            case "0" -> connect(namespace);
            case "1" -> disconnect(namespace);
            case "2" -> occurs(namespace, packet.group(4));
            default -> { }
        }
    }

    private void connect(String namespace) {
        if (!namespace.equals("/")) {
            way.say("44" + namespace + ',' + new JsonText().field("message", "Invalid namespace").end());
        } else if (state == State.OPEN) {
            state = State.CONNECTED;
            way.say(greeting.isFour() ? "40" + new JsonText().field("sid", greeting.socket()).end() : "40");
        }
    }

    private void disconnect(String namespace) {
        if (namespace.equals("/") && state == State.CONNECTED) {
            state = State.OPEN;
            events.left();
        }
    }

    private void occurs(String namespace, String text) {
        if (!namespace.equals("/") || state != State.CONNECTED) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "this connection is not in the namespace");
        }
        if (!(json.read(text) instanceof JsonArray event) || event.isEmpty() || !(event.getFirst() instanceof JsonString name)) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "an event is an array that begins with its name");
        }
        events.heard(name.getString(), event.size() > 1 ? event.get(1) : JsonValue.NULL);
    }

    @Override
    public List<String> told(Reply reply) {
        return events.told(reply);
    }

    /** It is the server who pings in version 4, and the client in version 3. Whether the client is still there the connection knows by itself. */
    @Override
    public void tick() {
        seconds++;
        if (greeting.isFour() && seconds % greeting.bounds().ping() == 0) {
            way.say("2");
        }
        events.tick();
    }
}
