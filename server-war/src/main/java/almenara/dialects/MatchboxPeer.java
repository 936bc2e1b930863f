package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One matchbox client, in the one room that it came for. Those who were there before it hear of it, and offer; it hears of those who come after it. */
final class MatchboxPeer implements Conversation {

    /** A room that is full before one has sat down has others after it, but who is too late so often meets a storm. */
    private static final int MOST_TRIES = 64;
    private static final int MOST_DIGITS = 9;
    private static final Namespace NAMES = new Namespace("matchbox");
    private static final Namespace LOBBIES = new Namespace("matchbox next");

    private enum State { COMING, LATE, PRESENT, REFUSED }

    private final Way way;
    private final StrictJson json;
    private final int next;
    /** The others by the ids that clients have for them. */
    private final Map<String, String> others = new LinkedHashMap<>();
    /** Those of them that it has been told of. */
    private final Set<String> met = new HashSet<>();
    private String room;
    private State state = State.COMING;

    /** {@code next} is how many want to meet, as the URL has it. */
    MatchboxPeer(Way way, String next, StrictJson json) {
        this.way = way;
        this.json = json;
        this.next = next != null && next.length() <= MOST_DIGITS && next.matches("[0-9]+") ? Integer.parseInt(next) : 0;
        this.room = NAMES.room(way.below());
    }

    @Override
    public void opened() {
        if (next == 0) {
            ask(new Command.Attend());
        } else {
            gather(LOBBIES.room(next + "/" + way.below()));
        }
        if (!is(State.COMING) && !is(State.PRESENT)) {
            way.close();
        }
    }

    private void gather(String lobby) {
        for (int tries = 0; tries == 0 || tries < MOST_TRIES && is(State.LATE); tries++) {
            become(State.COMING, way.gathering(lobby));
            ask(new Command.Gather(lobby, next));
        }
    }

    private void ask(Command command) {
        way.ask(new Request("", room(), "", command));
    }

    @Override
    public void heard(String frame) {
        switch (json.read(frame)) {
            case JsonString word when "KeepAlive".equals(word.getString()) -> { }
            case JsonObject message when message.size() == 1 && message.get("Signal") instanceof JsonObject signal && signal.containsKey("data")
                    && signal.get("receiver") instanceof JsonString receiver -> signal(receiver.getString(), signal.get("data"));
            default -> throw new Refusal(Refusal.Code.BAD_MESSAGE, "a message is a Signal or KeepAlive");
        }
    }

    private void signal(String receiver, JsonValue data) {
        peer(receiver).ifPresent(peer -> ask(new Command.Signal(peer, "", data.toString())));
    }

    @Override
    public synchronized List<String> told(Reply reply) {
        return switch (reply.event()) {
            case Event.Joined joined when state == State.COMING -> {
                state = State.PRESENT;
                joined.members().forEach(peer -> others.put(NAMES.uuid(peer), peer));
                yield List.of(tells("IdAssigned", NAMES.uuid(joined.seat().peer())));
            }
            case Event.Joined joined -> changed(joined.members());
            case Event.Refused refused when state == State.COMING -> {
                state = refused.refusal().code() == Refusal.Code.ROOM_FULL && next > 0 ? State.LATE : State.REFUSED;
                yield List.of();
            }
            case Event.Logged logged -> happened(logged.entry());
            default -> List.of();
        };
    }

    private List<String> happened(Entry entry) {
        return switch (entry.kind()) {
            case PEER_JOINED -> meet(entry.from());
            case PEER_LEFT -> miss(entry.from());
            case SIGNAL -> List.of("{\"Signal\":" + new JsonText().field("sender", NAMES.uuid(entry.from())).raw("data", entry.data()).end() + '}');
            default -> List.of();
        };
    }

    /** Nobody knows what has happened meanwhile: whoever has come since is new to this one, who was there before it. */
    private List<String> changed(Collection<String> members) {
        Set<String> before = Set.copyOf(others.values());
        List<String> frames = new ArrayList<>();
        before.stream().filter(peer -> !members.contains(peer)).forEach(peer -> frames.addAll(miss(peer)));
        members.stream().filter(peer -> !before.contains(peer)).forEach(peer -> frames.addAll(meet(peer)));
        return frames;
    }

    /** The log tells of each who comes after this one, but of some a list of the members was faster. */
    private List<String> meet(String peer) {
        String id = NAMES.uuid(peer);
        others.put(id, peer);
        return met.add(peer) ? List.of(tells("NewPeer", id)) : List.of();
    }

    private List<String> miss(String peer) {
        String id = NAMES.uuid(peer);
        met.remove(peer);
        return others.remove(id) == null ? List.of() : List.of(tells("PeerLeft", id));
    }

    private static String tells(String event, String id) {
        return new JsonText().field(event, id).end();
    }

    private synchronized boolean is(State other) {
        return state == other;
    }

    private synchronized void become(State other, String where) {
        state = other;
        room = where;
    }

    private synchronized String room() {
        return room;
    }

    private synchronized Optional<String> peer(String id) {
        return Optional.ofNullable(others.get(id));
    }
}
