package almenara.dialects;

import almenara.json.JsonFactories;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Optional;
import java.util.Set;

/**
 * An offer ({@code kind} is "offer") or an answer ("answer") on its way from one peer of a torrent to another, as one node hands it to another. {@code id} is
 * the author's name for the offer, {@code peer} the tracker's name for the sender, whose place is {@code room} and {@code member}; {@code data} is JSON text.
 */
record TrackerSignal(String kind, String id, String peer, Place place, String data) {

    static final String OFFER = "offer";
    static final String ANSWER = "answer";
    private static final Set<String> KINDS = Set.of(OFFER, ANSWER);
    private static final String KIND = "kind";
    private static final String ID = "offer_id";
    private static final String PEER = "peer_id";
    private static final String ROOM = "room";
    private static final String MEMBER = "member";

    /** Where a peer sits. */
    record Place(String room, String member) {
    }

    boolean isOffer() {
        return kind.equals(OFFER);
    }

    /** A line of JSON, in which line breaks are escaped, and the data as it is: it is long, and nobody has to read it on the way. */
    String text() {
        return new JsonText().field(KIND, kind).field(ID, id).field(PEER, peer).field(ROOM, place.room()).field(MEMBER, place.member()).end() + '\n' + data;
    }

    /** What {@link #text} has written; nothing for anything else, as a node of another version may say. */
    static Optional<TrackerSignal> parse(String text) {
        int end = text.indexOf('\n');
        if (end < 0 || end + 1 == text.length()) {
            return Optional.empty();
        }
        try (var reader = JsonFactories.READERS.createReader(new StringReader(text.substring(0, end)))) {
            JsonObject head = reader.readObject();
            Place place = new Place(head.getString(ROOM), head.getString(MEMBER));
            return Optional.of(new TrackerSignal(head.getString(KIND), head.getString(ID), head.getString(PEER), place, text.substring(end + 1)))
                    .filter(signal -> KINDS.contains(signal.kind()));
        } catch (RuntimeException e) {
            // Parsson answers some input with exceptions that are no JsonException
            return Optional.empty();
        }
    }

    /** The frame that tells a client of it. */
    String frame(String hash) {
        return new JsonText().field("action", "announce").raw(kind, data).field(ID, id).field(PEER, peer).field("info_hash", hash).end();
    }
}
