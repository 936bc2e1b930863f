package load;

import java.util.List;

/** No protocol at all: what a member sends goes to all members as it is, to itself, too. The room is in the path; the text is as long as with y-webrtc. */
final class Floor implements Protocol {

    private final String path;
    private final Seating seating;
    private final Templates templates;

    Floor(String path, Seating seating) {
        this.path = path;
        this.seating = seating;
        templates = new Templates(seating.seats(), seat -> List.of(new Template(Kind.SIGNAL, YWebrtc.text(seating.room(seat)))));
    }

    @Override
    public String path(int connection) {
        return path + seating.room(connection);
    }

    /** The server greets whoever has its seat. */
    @Override
    public void opened(Peer peer) {
    }

    @Override
    public void heard(Peer peer, String text) {
        peer.ready();
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
