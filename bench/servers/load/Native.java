package load;

import java.util.List;

/** Native signals to everybody else in a room; each is acknowledged. */
final class Native implements Protocol {

    private final Seats seats;
    private final Templates templates;

    Native(Seating seating) {
        seats = new Seats(seating);
        templates = new Templates(seating.seats(), seat -> List.of(new Template(Kind.SIGNAL,
            "{\"type\":\"signal\",\"room\":\"" + seats.room(seat) + "\",\"ref\":" + seat + ",\"data\":" + Sdp.candidate() + "}")));
    }

    @Override
    public String path(int connection) {
        return seats.path(connection);
    }

    @Override
    public void opened(Peer peer) {
        seats.opened(peer);
    }

    @Override
    public void heard(Peer peer, String text) {
        seats.heard(peer, text);
    }

    @Override
    public List<Template> opening(int seat) {
        return templates.of(seat);
    }
}
