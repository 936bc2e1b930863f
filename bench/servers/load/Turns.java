package load;

/** Whose turn it is: the rooms one after the other, and in each room its members. */
final class Turns {

    private final Seating seating;
    private final Protocol protocol;
    private final int[] begun;
    private final int[] missing;
    private int last;

    Turns(Seating seating, Protocol protocol) {
        this.seating = seating;
        this.protocol = protocol;
        begun = new int[seating.rooms()];
        missing = new int[seating.rooms()];
        last = seating.rooms() - 1;
    }

    /** The next room, or -1 where those who talk in pairs all do. */
    int next() {
        int next = (last + 1) % seating.rooms();
        if (protocol.script().paired() && missing[next] > 0) {
            next = free(next);
        }
        last = next < 0 ? last : next;
        return next;
    }

    private int free(int first) {
        for (int i = 0; i < seating.rooms(); i++) {
            int room = (first + i) % seating.rooms();
            if (missing[room] == 0) {
                return room;
            }
        }
        return -1;
    }

    /** The room's next turn; how many messages it has. */
    int begin(int room) {
        begun[room]++;
        Script script = protocol.script();
        int messages = script.messages() * (script.paired() ? 1 : seating.members() - (protocol.echoes() ? 0 : 1));
        missing[room] += messages;
        return messages;
    }

    int opener(int room) {
        return seating.seat(room, begun[room] % seating.members());
    }

    int number(int room) {
        return begun[room];
    }

    void delivered(int room) {
        missing[room]--;
    }
}
