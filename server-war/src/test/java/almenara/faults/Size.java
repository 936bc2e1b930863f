package almenara.faults;

/** How much there is of everything: how many clients, how many of them over server-sent events, how many in a room, signals a second of all together; whether times are asserted. */
record Size(int clients, int streams, int room, int rate, boolean timed) {

    /** What the build says: few clients for everyday, thousands on a quiet machine. */
    static Size ofBuild() {
        return new Size(Integer.getInteger("faults.clients"), Integer.getInteger("faults.streams"), Integer.getInteger("faults.room"), Integer.getInteger("faults.rate"),
                Boolean.getBoolean("faults.timed"));
    }

    /** The same with so many clients at most. */
    Size atMost(int most) {
        return clients <= most ? this : new Size(most, streams * most / clients, room, rate * most / clients, timed);
    }
}
