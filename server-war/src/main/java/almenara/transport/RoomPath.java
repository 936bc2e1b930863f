package almenara.transport;

import almenara.messages.Names;
import almenara.messages.Refusal;
import java.util.List;
import java.util.Map;

/** What the path below {@code /room} names: a room, or something of its offer table ({@code verb} then says which command is meant, empty for the room itself). */
record RoomPath(String room, String verb, String offer) {

    private static final String ANY = "*";

    /** Method and rest of the path, the offer's id written as a star, to the command. */
    private static final Map<String, String> OFFERS = Map.of(
            "GET offers", "offers",
            "POST offers", "offer",
            "POST offers/claim", "claim",
            "PUT offers/*", "refresh",
            "DELETE offers/*", "withdraw",
            "PUT offers/*/claim", "claim",
            "DELETE offers/*/claim", "release",
            "PUT offers/*/hold", "hold",
            "POST offers/*/answer", "answer");

    private static final int OFFER = 2;

    static RoomPath parse(String method, String path) {
        List<String> parts = List.of((path == null ? "" : path).replaceFirst("^/", "").split("/"));
        String room = Names.room(parts.isEmpty() ? "" : parts.getFirst());
        if (parts.size() == 1) {
            return new RoomPath(room, "", "");
        }
        boolean names = parts.size() > OFFER && !("claim".equals(parts.get(OFFER)) && parts.size() == OFFER + 1);
        String offer = names ? parts.get(OFFER) : "";
        String shape = String.join("/", parts.subList(1, parts.size()));
        String key = names ? shape.replaceFirst("(?<=offers/)[^/]*", ANY) : shape;
        String verb = OFFERS.get(method + ' ' + key);
        if (verb == null) {
            throw new Refusal(Refusal.Code.METHOD_NOT_ALLOWED, "there is nothing for this method here");
        }
        return new RoomPath(room, verb, names ? Names.offer(offer) : "");
    }
}
