package load;

/** The signaling of y-webrtc: whoever publishes is a subscriber and hears it, too. */
final class YWebrtc implements Protocol {

    private final String path;
    private final Seating seating;
    private final Script script;

    YWebrtc(String path, Seating seating) {
        this.path = path;
        this.seating = seating;
        script = Script.signal(seating.seats(), seat -> new Template(Kind.SIGNAL, text(seating.room(seat))));
    }

    private static String topic(int room) {
        return "bench-" + room;
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
    public Script script() {
        return script;
    }

    @Override
    public boolean echoes() {
        return true;
    }
}
