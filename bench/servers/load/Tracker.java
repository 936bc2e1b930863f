package load;

import java.util.List;

/** A WebTorrent tracker with swarms of two: an announcement brings the other one an offer, which it answers. Descriptions have all candidates. */
final class Tracker implements Protocol {

    private final String path;
    private final Seating seating;
    private final Script script;

    Tracker(String path, Seating seating) {
        this.path = path;
        this.seating = seating;
        script = Script.link(seating.seats(), this::offer, this::answer, 2);
    }

    private List<Template> offer(int seat) {
        return List.of(new Template(Kind.OFFER, announcement(seat, ",\"numwant\":1,\"offers\":[{\"offer\":" + Sdp.description("offer") + ",\"offer_id\":\"" + offerId(seat >> 1) + "\"}]")));
    }

    private List<Template> answer(int seat) {
        return List.of(new Template(Kind.ANSWER, announcement(seat, ",\"to_peer_id\":\"" + peerId(seat ^ 1) + "\",\"answer\":" + Sdp.description("answer") + ",\"offer_id\":\"" + offerId(seat >> 1) + "\"")));
    }

    private String announcement(int seat, String rest) {
        String hash = String.format("bench swarm %08d", seating.room(seat));
        return "{\"action\":\"announce\",\"info_hash\":\"" + hash + "\",\"peer_id\":\"" + peerId(seat) + "\",\"uploaded\":0,\"downloaded\":0,\"left\":1" + rest + "}";
    }

    private static String peerId(int seat) {
        return String.format("-WW0208-bnch%08d", seat);
    }

    private static String offerId(int pair) {
        return String.format("ofr-%08d", pair) + Template.TURN;
    }

    @Override
    public String path(int connection) {
        return path;
    }

    @Override
    public void opened(Peer peer) {
        peer.send(announcement(peer.number, ",\"event\":\"started\",\"numwant\":0,\"offers\":[]"));
    }

    @Override
    public void heard(Peer peer, String text) {
        if (text.contains("\"interval\"")) {
            peer.ready();
        }
    }

    @Override
    public Script script() {
        return script;
    }
}
