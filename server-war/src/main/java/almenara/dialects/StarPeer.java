package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One client of webrtc-star. The name in each of its addresses is a room for one, in which it sits; what is said to an address is a post to that room. An offer
 * goes to the address that is called, and its answers go back to the one that called.
 */
final class StarPeer implements Events {

    /** How many addresses a client has at most. */
    static final int MOST_ADDRESSES = 16;
    /** How many characters the name of an attempt has at most, as JSON text. */
    static final int LONGEST_INTENT = 256;
    /** Seconds between two attempts to have an address that somebody else has, or to come into a lobby. */
    static final int RETRY = 5;

    private static final Namespace NAMES = new Namespace("webrtc-star");
    private static final String SOURCE = "srcMultiaddr";
    private static final String DESTINATION = "dstMultiaddr";
    private static final String ANSWER = "answer";
    private static final String ERROR = "err";

    private final Way way;
    private final String secret;
    private final Asker asker;
    private final StarLobby lobby;
    private final Intents intents = new Intents();
    /** By their names: the addresses that the client has, and those that it waits for. */
    private final Map<String, StarAddress> own = new ConcurrentSkipListMap<>();
    private final Map<String, StarAddress> awaited = new ConcurrentSkipListMap<>();
    private int seconds;

    /** {@code secret} is known to nobody else. */
    StarPeer(Way way, String secret, Asker asker, StarLobby lobby) {
        this.way = way;
        this.secret = secret;
        this.asker = asker;
        this.lobby = lobby;
    }

    @Override
    public void heard(String event, JsonValue argument) {
        switch (event) {
            case "ss-join" -> join(address(argument));
            case "ss-leave" -> leave(address(argument));
            case "ss-handshake" -> handshake(argument);
            default -> { }
        }
    }

    private static StarAddress address(JsonValue value) {
        if (value instanceof JsonString text) {
            return new StarAddress(text.getString());
        }
        throw new Refusal(Refusal.Code.BAD_MESSAGE, "an address is text");
    }

    private void join(StarAddress address) {
        boolean isKnown = own.containsKey(address.name()) || awaited.containsKey(address.name());
        if (!isKnown && own.size() + awaited.size() >= MOST_ADDRESSES) {
            throw new Refusal(Refusal.Code.TOO_MANY_ROOMS, "a client has at most " + MOST_ADDRESSES + " addresses");
        }
        take(address);
    }

    /** The address is the client's, unless somebody else has it: then the client waits for it. */
    private void take(StarAddress address) {
        String name = address.name();
        if (own.containsKey(name) || !asker.isRefused(NAMES.room(name), new Command.Occupy(NAMES.peer(name, secret)))) {
            awaited.remove(name);
            own.put(name, address);
            lobby.announce(address, own.values()).stream().filter(other -> !own.containsKey(other.name())).forEach(other -> way.say(peer(other)));
        } else {
            awaited.put(name, address);
        }
    }

    private void leave(StarAddress address) {
        awaited.remove(address.name());
        if (own.remove(address.name()) != null) {
            asker.ask(NAMES.room(address.name()), new Command.Leave(false));
            lobby.shrink(own.values());
        }
    }

    @Override
    public void left() {
        awaited.clear();
        List.copyOf(own.values()).forEach(this::leave);
    }

    private void handshake(JsonValue value) {
        if (!(value instanceof JsonObject handshake)) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "a handshake is an object");
        }
        StarAddress source = address(handshake.get(SOURCE));
        StarAddress destination = address(handshake.get(DESTINATION));
        String intent = intent(handshake);
        if (JsonValue.TRUE.equals(handshake.get(ANSWER))) {
            answer(source, destination, intent, clean(handshake));
        } else {
            call(source, destination, intent, clean(handshake));
        }
    }

    private static String intent(JsonObject handshake) {
        String intent = Optional.ofNullable(handshake.get("intentId")).orElse(JsonValue.NULL).toString();
        if (intent.length() > LONGEST_INTENT) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "intentId has at most " + LONGEST_INTENT + " characters");
        }
        return intent;
    }

    /** The handshake without words that are not the sender's: that it has failed, and that it is an answer where it is none. */
    private static JsonObject clean(JsonObject handshake) {
        var cleaned = JsonFactories.BUILDERS.createObjectBuilder(handshake).remove(ERROR);
        return (JsonValue.TRUE.equals(handshake.get(ANSWER)) ? cleaned : cleaned.remove(ANSWER)).build();
    }

    private void call(StarAddress source, StarAddress destination, String intent, JsonObject handshake) {
        String room = NAMES.room(destination.name());
        if (!own.containsKey(source.name())) {
            fail(handshake, "the source is not an address of this client");
        } else if (!way.isHeard(room) || asker.isRefused(room, new Command.Post(source.name().length() + " " + source.name() + intent + '\n' + handshake))) {
            fail(handshake, "peer is not available");
        }
    }

    private void answer(StarAddress source, StarAddress destination, String intent, JsonObject handshake) {
        if (!own.containsKey(destination.name()) || !intents.holds(source.name() + '\n' + intent)) {
            throw new Refusal(Refusal.Code.NOT_YOURS, "this client was not asked");
        }
        asker.ask(NAMES.room(source.name()), new Command.Post(handshake.toString()));
    }

    private void fail(JsonObject handshake, String why) {
        way.say(handshake(JsonFactories.BUILDERS.createObjectBuilder(handshake).add(ERROR, why).build().toString()));
    }

    @Override
    public List<String> told(Reply reply) {
        if (asker.told(reply) || own.isEmpty() || !(reply.event() instanceof Event.Logged logged) || logged.entry().kind() != Entry.Kind.SIGNAL) {
            return List.of();
        }
        String data = logged.entry().data();
        try {
            Optional<StarAddress> other = StarLobby.announced(data);
            if (other.isEmpty()) {
                return List.of(handshake(data.startsWith("{") ? data : called(data)));
            }
            return other.filter(each -> !own.containsKey(each.name())).map(this::peer).stream().toList();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | Refusal unreadable) {
            // only nodes write posts: one of another version concerns this client alone
            return List.of();
        }
    }

    /** Notes who calls, and for what, so that it may be answered. Gives the handshake. */
    private String called(String data) {
        int from = data.indexOf(' ') + 1;
        int to = from + Integer.parseInt(data.substring(0, from - 1));
        int end = data.indexOf('\n', to);
        intents.add(data.substring(from, to) + '\n' + data.substring(to, end));
        return data.substring(end + 1);
    }

    private static String handshake(String text) {
        return SocketIo.event("ws-handshake", text);
    }

    /** Where another can be called. */
    private String peer(StarAddress other) {
        String text = own.values().stream().findFirst().map(other::from).orElse(other.text());
        return SocketIo.event("ws-peer", JsonText.quoted(text));
    }

    @Override
    public void tick() {
        seconds++;
        if (seconds % RETRY == 0) {
            List.copyOf(awaited.values()).forEach(this::take);
            if (lobby.isOutside()) {
                own.values().forEach(this::take);
            }
        }
        lobby.tick(own.values());
    }
}
