package load;

import java.util.List;

/** The signaling of y-webrtc: whoever publishes is a subscriber and hears it, too. */
final class YWebrtc implements Protocol {

    private final String path;
    private final Seating seating;
    private final Templates templates;

    YWebrtc(String path, Seating seating) {
        this.path = path;
        this.seating = seating;
        templates = new Templates(seating.seats(), this::publication);
    }

    private static String topic(int room) {
        return "bench-" + room;
    }

    private List<Template> publication(int seat) {
        return List.of(new Template(Kind.SIGNAL, text(seating.room(seat))));
    }

    static String text(int room) {
        return "{\"type\":\"publish\",\"topic\":\"" + topic(room) + "\",\"data\":" + Sdp.candidate() + "}";
    }

    @Override
    public String path(int connection) {
        return path;
    }

    @Override
    public void opened(Peer peer) {
        peer.send("{\"type\":\"subscribe\",\"topics\":[\"" + topic(seating.room(peer.number)) + "\"]}");
        peer.send("{\"type\":\"ping\"}");
    }

    @Override
    public void heard(Peer peer, String text) {
        if (text.contains("\"pong\"")) {
            peer.ready();
        }
    }

    @Override
    public List<Template> opening(int seat) {
        return templates.of(seat);
    }

    @Override
    public boolean echoes() {
        return true;
    }
}
