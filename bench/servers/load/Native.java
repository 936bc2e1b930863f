package load;

/** Native signals to everybody else in a room; each is acknowledged. */
final class Native implements Protocol {

    private final Seats seats;
    private final Script script;

    Native(Seating seating) {
        seats = new Seats(seating);
        script = Script.signal(seating.seats(), seat -> new Template(Kind.SIGNAL,
            "{\"type\":\"signal\",\"room\":\"" + seats.room(seat) + "\",\"ref\":" + seat + ",\"data\":" + Sdp.candidate() + "}"));
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
    public Script script() {
        return script;
    }
}
