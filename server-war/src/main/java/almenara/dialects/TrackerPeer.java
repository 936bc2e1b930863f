package almenara.dialects;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One connection of a tracker's clients, which may be in many torrents: in each under one peer id, which nobody else has meanwhile. */
final class TrackerPeer implements Conversation {

    /** The most torrents of a scrape. */
    static final int MOST_HASHES = 255;
    /** So many seconds after a peer id was not free it is asked for again. */
    static final int AGAIN_SECONDS = 5;
    static final String ONE_ID = "a connection has one peer_id in a torrent";
    static final String NOT_IN = "you are not in this torrent";
    private static final int SCRAPE_SECONDS = 600;
    private static final int SHOWN = 32;
    private static final String HASH = "info_hash";
    private static final String ANNOUNCE = "announce";
    private static final String ACTION = "action";

    private final Way way;
    private final StrictJson json;
    private final TrackerSeat.Means means;
    private final Map<String, TrackerSeat> seats = new ConcurrentHashMap<>();
    private final Map<String, Claimant> waiting = new LinkedHashMap<>();
    private int seconds;

    /** Who wants to be in a torrent under that id. */
    private record Claimant(String hash, String peer, boolean complete) {
    }

    TrackerPeer(Way way, StrictJson json, Tracker.Limits limits, RandomGenerator random) {
        this.way = way;
        this.json = json;
        this.means = new TrackerSeat.Means(way, new Asking(way), limits, random);
    }

    /** A fault is told in the one form by which the stock client does not give up its connection. */
    @Override
    public void heard(String frame) {
        Optional<String> hash = Optional.empty();
        try {
            if (!(json.read(frame) instanceof JsonObject message)) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "a message is a JSON object");
            }
            hash = Announce.id(message.get(HASH));
            String action = message.get(ACTION) instanceof JsonString text ? text.getString() : "";
            switch (action) {
                case ANNOUNCE -> announce(Announce.parse(message, means.limits().offers()));
                case "scrape" -> scrape(message.get(HASH));
                default -> throw new Refusal(Refusal.Code.BAD_MESSAGE, "invalid action in WS request: " + shown(action));
            }
        } catch (Refusal fault) {
            fail(hash, fault.getMessage());
            throw fault;
        }
    }

    private static String shown(String action) {
        return action.codePoints().limit(SHOWN).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private void fail(Optional<String> hash, String reason) {
        JsonText text = new JsonText().field(ACTION, ANNOUNCE).field("failure reason", reason);
        hash.ifPresent(known -> text.field(HASH, known));
        way.say(text.end());
    }

    private void announce(Announce said) {
        TrackerSeat seat = seats.get(said.hash());
        if (seat != null && !seat.peer.equals(said.peer())) {
            fail(Optional.of(said.hash()), ONE_ID);
        } else if (said.answer().isPresent()) {
            answer(seat, said);
        } else if (said.stage() == Announce.Stage.STOPPED) {
            stop(said);
        } else if (seat == null) {
            come(said);
        } else {
            goOn(seat, said);
        }
    }

    private void answer(TrackerSeat seat, Announce said) {
        Optional<String> why = seat == null ? Optional.of(NOT_IN) : seat.answer(said.answer().get());
        why.ifPresent(reason -> fail(Optional.of(said.hash()), reason));
    }

    private void stop(Announce said) {
        waiting.remove(said.hash());
        TrackerSeat seat = Optional.ofNullable(seats.remove(said.hash())).orElseGet(() -> new TrackerSeat(said.hash(), said.peer(), means));
        if (seat.isTaken()) {
            seat.leave();
        }
        reply(seat);
    }

    private void come(Announce said) {
        waiting.remove(said.hash());
        Claimant claimant = new Claimant(said.hash(), said.peer(), said.complete());
        Optional<String> why = sit(claimant);
        if (why.isEmpty()) {
            welcome(said.hash(), said.offers());
        } else if (why.get().equals(TrackerSeat.HELD)) {
            await(claimant);
        } else {
            fail(Optional.of(said.hash()), why.get());
        }
    }

    private void welcome(String hash, List<Announce.Proposal> offers) {
        TrackerSeat seat = seats.get(hash);
        reply(seat);
        seat.claim(seat.hand(offers)).forEach(way::say);
    }

    private void await(Claimant claimant) {
        fail(Optional.of(claimant.hash()), TrackerSeat.HELD);
        if (waiting.size() < means.limits().waiting()) {
            waiting.put(claimant.hash(), claimant);
        }
    }

    /** Why not, if it gets no place. The place is known before it is taken: what is sent to it may come at once. */
    private Optional<String> sit(Claimant claimant) {
        TrackerSeat seat = new TrackerSeat(claimant.hash(), claimant.peer(), means);
        seats.put(claimant.hash(), seat);
        Optional<String> why = seat.sit(claimant.complete());
        why.ifPresent(reason -> seats.remove(claimant.hash()));
        return why;
    }

    private void goOn(TrackerSeat seat, Announce said) {
        if (said.complete()) {
            seat.complete();
        }
        reply(seat);
        seat.hand(said.offers());
    }

    private void reply(TrackerSeat seat) {
        Swarm.Size size = seat.size();
        way.say(new JsonText().field("complete", size.complete()).field("incomplete", size.incomplete()).field(ACTION, ANNOUNCE)
                .field("interval", means.limits().interval()).field(HASH, seat.swarm.hash()).end());
    }

    /** Without a hash it is about the torrents of this connection: nobody gets a list of all that there are. */
    private void scrape(JsonValue wanted) {
        List<String> hashes = wanted == null ? List.copyOf(seats.keySet())
                : (wanted instanceof JsonArray array ? array.stream() : Stream.of(wanted)).map(Announce::hash).distinct().toList();
        if (hashes.size() > MOST_HASHES) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "a scrape is about at most " + MOST_HASHES + " torrents");
        }
        if (!way.spends(hashes.size())) {
            fail(Optional.empty(), "your address has asked about too much");
            return;
        }
        JsonText files = new JsonText();
        for (String hash : hashes) {
            Swarm.Size size = seats.containsKey(hash) ? seats.get(hash).size() : Swarm.Size.of(new Swarm(hash, way, means.limits().rooms()).peers());
            files.raw(hash, new JsonText().field("complete", size.complete()).field("incomplete", size.incomplete()).field("downloaded", size.complete()).end());
        }
        way.say(new JsonText().field(ACTION, "scrape").raw("files", files.end())
                .raw("flags", new JsonText().field("min_request_interval", SCRAPE_SECONDS).end()).end());
    }

    @Override
    public List<String> told(Reply reply) {
        if (means.asking().told(reply) || !(reply.event() instanceof Event.Logged logged)) {
            return List.of();
        }
        Entry entry = logged.entry();
        boolean isSignal = entry.kind() == Entry.Kind.SIGNAL || entry.kind() == Entry.Kind.ANSWER;
        return isSignal ? seats.values().stream().filter(seat -> seat.isIn(reply.room())).flatMap(seat -> seat.take(entry.data(), "").stream()).toList() : List.of();
    }

    /** Who has reconnected before the node noticed gets its peer id once the old connection has gone. Each look whether it has counts as a frame. */
    @Override
    public void tick() {
        seats.values().forEach(TrackerSeat::tick);
        List.copyOf(seats.values()).stream().filter(TrackerSeat::isSecond).forEach(this::giveWay);
        if (++seconds % AGAIN_SECONDS == 0) {
            List.copyOf(waiting.values()).stream().filter(claimant -> way.spends(1) && sit(claimant).isEmpty()).forEach(claimant -> {
                waiting.remove(claimant.hash());
                welcome(claimant.hash(), List.of());
            });
        }
    }

    private void giveWay(TrackerSeat seat) {
        seats.remove(seat.swarm.hash());
        seat.leave();
        await(new Claimant(seat.swarm.hash(), seat.peer, seat.isComplete()));
    }
}
