package load;

import java.util.List;

/** PeerJS: two ids make a link, by a description of each and the candidates of each. */
final class PeerJs implements Protocol {

    private final String path;
    private final Templates offers;
    private final Templates answers;

    PeerJs(String path, Seating seating) {
        this.path = path;
        offers = new Templates(seating.seats(), seat -> half(Kind.OFFER, seat));
        answers = new Templates(seating.seats(), seat -> half(Kind.ANSWER, seat));
    }

    private static List<Template> half(Kind kind, int seat) {
        String description = frame(kind, seat, "\"sdp\":" + Sdp.description(kind == Kind.OFFER ? "offer" : "answer") + ",\"serialization\":\"binary\",\"reliable\":false");
        return Templates.withCandidates(new Template(kind, description), frame(Kind.CANDIDATE, seat, "\"candidate\":" + Sdp.candidate()));
    }

    private static String frame(Kind kind, int seat, String payload) {
        return "{\"type\":\"" + kind + "\",\"payload\":{" + payload + ",\"type\":\"data\",\"connectionId\":\"dc_" + Template.TURN + "\"},\"dst\":\"" + id(seat ^ 1) + "\"}";
    }

    private static String id(int seat) {
        return "bench-" + seat;
    }

    @Override
    public String path(int connection) {
        return path + "peerjs?key=peerjs&id=" + id(connection) + "&token=t" + connection + "&version=1.5.5";
    }

    /** The server speaks first. */
    @Override
    public void opened(Peer peer) {
    }

    @Override
    public void heard(Peer peer, String text) {
        if (text.contains("\"OPEN\"")) {
            peer.ready();
        }
    }

    @Override
    public List<Template> opening(int seat) {
        return offers.of(seat);
    }

    @Override
    public List<Template> after(Kind kind, int seat) {
        return kind == Kind.OFFER ? answers.of(seat) : List.of();
    }

    @Override
    public int messages() {
        return Protocols.HANDSHAKE;
    }
}
