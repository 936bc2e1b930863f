package load;

/** Native signals to everybody else in a room; each is acknowledged. */
final class Native extends Seats {

    private final Script script;

    Native(Seating seating) {
        super(seating);
        script = Script.signal(seating.seats(), seat -> new Template(Kind.SIGNAL,
            "{\"type\":\"signal\",\"room\":\"" + room(seat) + "\",\"ref\":" + seat + ",\"data\":" + Sdp.candidate() + "}"));
    }

    @Override
    public Script script() {
        return script;
    }
}
