package load;

/** No protocol at all: what a member sends goes to all members as it is, to itself, too. The room is in the path; the text is as long as with y-webrtc. */
final class Floor implements Protocol {

    private final String path;
    private final Seating seating;
    private final Script script;

    Floor(String path, Seating seating) {
        this.path = path;
        this.seating = seating;
        script = Script.signal(seating.seats(), seat -> new Template(Kind.SIGNAL, YWebrtc.text(seating.room(seat))));
    }

    @Override
    public String path(int connection) {
        return path + seating.room(connection);
    }

    @Override
    public void heard(Peer peer, String text) {
        peer.ready();
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
