package almenara.dialects;

import jakarta.json.JsonObject;
import java.io.StringReader;

/**
 * An offer ({@code kind} is "offer") or an answer ("answer") on its way from one peer of a torrent to another, as one node hands it to another. {@code id} is
 * the author's name for the offer, {@code peer} the tracker's name for the sender, whose place is {@code room} and {@code member}; {@code data} is JSON text.
 */
record TrackerSignal(String kind, String id, String peer, Place place, String data) {

    static final String OFFER = "offer";
    static final String ANSWER = "answer";
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

    String text() {
        return new JsonText().raw(kind, data).field(ID, id).field(PEER, peer).field(ROOM, place.room()).field(MEMBER, place.member()).end();
    }

    static TrackerSignal parse(String text) {
        try (var reader = JsonFactories.READERS.createReader(new StringReader(text))) {
            JsonObject object = reader.readObject();
            String kind = object.containsKey(OFFER) ? OFFER : ANSWER;
            Place place = new Place(object.getString(ROOM), object.getString(MEMBER));
            return new TrackerSignal(kind, object.getString(ID), object.getString(PEER), place, object.get(kind).toString());
        }
    }

    /** The frame that tells a client of it. */
    String frame(String hash) {
        return new JsonText().field("action", "announce").raw(kind, data).field(ID, id).field(PEER, peer).field("info_hash", hash).end();
    }
}
