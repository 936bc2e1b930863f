package almenara.dialects;

import almenara.messages.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What a peer of a torrent says of itself; its offers to whoever is there; or its answer to one offer. Ids have 20 characters, each of which stands for a byte. */
record Announce(String hash, String peer, Stage stage, boolean complete, List<Proposal> offers, Optional<Answer> answer) {

    /** Where the peer is with the torrent; what says nothing else is UPDATE. */
    enum Stage { STARTED, UPDATE, COMPLETED, PAUSED, STOPPED }

    /** An offer under its author's name for it; {@code data} is JSON text. */
    record Proposal(String id, String data) {
    }

    /** The answer to that offer of that peer; {@code data} is JSON text. */
    record Answer(String peer, String id, String data) {
    }

    private static final int ID = 20;
    private static final int LAST_BYTE = 0xff;
    private static final String OFFER_ID = "offer_id";

    /** Takes so many offers; others are left out. Throws a {@link Refusal} whose message is the one that clients know. */
    static Announce parse(JsonObject message, int most) {
        String hash = hash(message.get("info_hash"));
        String peer = id(message.get("peer_id")).orElseThrow(() -> fault("invalid peer_id"));
        Stage stage = stage(message.get("event"));
        return new Announce(hash, peer, stage, stage == Stage.COMPLETED || isNothing(message.get("left")), offers(message.get("offers"), most), answer(message));
    }

    static String hash(JsonValue value) {
        return id(value).orElseThrow(() -> fault("invalid info_hash"));
    }

    static Optional<String> id(JsonValue value) {
        return value instanceof JsonString text && text.getChars().length() == ID && text.getChars().chars().allMatch(each -> each <= LAST_BYTE)
                ? Optional.of(text.getString()) : Optional.empty();
    }

    private static Stage stage(JsonValue value) {
        return switch (value instanceof JsonString text ? text.getString() : "") {
            case "", "empty", "update" -> Stage.UPDATE;
            case "started" -> Stage.STARTED;
            case "completed" -> Stage.COMPLETED;
            case "paused" -> Stage.PAUSED;
            case "stopped" -> Stage.STOPPED;
            default -> throw fault("invalid event");
        };
    }

    private static boolean isNothing(JsonValue left) {
        return left instanceof JsonNumber number && number.doubleValue() == 0;
    }

    private static List<Proposal> offers(JsonValue value, int most) {
        return value instanceof JsonArray array ? array.stream().limit(most).map(Announce::offer).toList() : List.of();
    }

    private static Proposal offer(JsonValue value) {
        if (value instanceof JsonObject object && object.get("offer") instanceof JsonObject offer) {
            return new Proposal(id(object.get(OFFER_ID)).orElseThrow(() -> fault("invalid offer_id")), offer.toString());
        }
        throw fault("invalid offer");
    }

    private static Optional<Answer> answer(JsonObject message) {
        if (message.getOrDefault("answer", JsonValue.NULL) == JsonValue.NULL) {
            return Optional.empty();
        }
        String to = id(message.get("to_peer_id")).orElseThrow(() -> fault("invalid `to_peer_id` (required with `answer`)"));
        String offer = id(message.get(OFFER_ID)).orElseThrow(() -> fault("invalid offer_id"));
        if (!(message.get("answer") instanceof JsonObject answer)) {
            throw fault("invalid answer");
        }
        return Optional.of(new Answer(to, offer, answer.toString()));
    }

    private static Refusal fault(String message) {
        return new Refusal(Refusal.Code.BAD_MESSAGE, message);
    }
}
