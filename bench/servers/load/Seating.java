package load;

/** Who sits where: rooms of so many members over so many connections. Seat numbers go through the rooms, connections take them in turns; so with fewer connections than seats a connection has seats in several rooms. */
record Seating(int rooms, int members, int connections) {

    Seating {
        if (rooms < 1 || members < 1 || connections < members || connections > rooms * members) {
            throw new IllegalArgumentException(rooms + " rooms of " + members + " over " + connections + " connections");
        }
    }

    int seats() {
        return rooms * members;
    }

    int room(int seat) {
        return seat / members;
    }

    int connection(int seat) {
        return seat % connections;
    }

    int seat(int room, int position) {
        return room * members + position;
    }

    /** The place in the room at which this connection sits, or -1. */
    int position(int room, int connection) {
        int position = Math.floorMod(connection - room * members, connections);
        return position < members ? position : -1;
    }
}
