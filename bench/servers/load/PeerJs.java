package load;

import java.util.List;

/** PeerJS: two ids make a link, by a description of each and the candidates of each. */
final class PeerJs implements Protocol {

    private final String path;
    private final Script script;

    PeerJs(String path, Seating seating) {
        this.path = path;
        script = Script.link(seating.seats(), seat -> half(Kind.OFFER, seat), seat -> half(Kind.ANSWER, seat), Protocols.HANDSHAKE);
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

    @Override
    public void heard(Peer peer, String text) {
        if (text.contains("\"OPEN\"")) {
            peer.ready();
        }
    }

    @Override
    public Script script() {
        return script;
    }
}
