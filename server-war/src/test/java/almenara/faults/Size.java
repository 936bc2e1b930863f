package almenara.faults;

/** How much there is of everything: how many clients, how many of them over server-sent events, how many in a room, signals a second of all together. */
record Size(int clients, int streams, int room, int rate) {

    /** What the build says: few clients for everyday, thousands on a quiet machine. */
    static Size ofBuild() {
        return new Size(Integer.getInteger("faults.clients"), Integer.getInteger("faults.streams"), Integer.getInteger("faults.room"), Integer.getInteger("faults.rate"));
    }
}
