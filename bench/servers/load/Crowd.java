package load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All clients of a measurement: it seats them, has them talk, and checks whatever they hear against what was said. */
final class Crowd {

    private static final int AT_ONCE = 50;
    private static final long OPENING_NANOS = 300_000_000_000L;
    private static final long QUIET_NANOS = 10_000_000_000L;
    /** What no server says whose clients are served. */
    private static final List<String> BAD = List.of("\"refused\"", "failure reason", "\"ERROR\"", "ID-TAKEN", "EXPIRE", "\"err\"", "\"drain\"");

    private final Protocol protocol;
    private final Seating seating;
    private final List<URI> servers;
    private final Loop loop;
    private final List<Peer> peers = new ArrayList<>();
    private final int[] sent;
    /** The number last heard, by receiver and place of the sender. */
    private final int[] heard;
    private final Turns turns;
    private Tally tally = new Tally();
    private int ready;
    private boolean running;

    Crowd(Protocol protocol, Seating seating, List<URI> servers) throws IOException {
        this.protocol = protocol;
        this.seating = seating;
        this.servers = servers;
        loop = new Loop(what -> tally.trouble(what));
        sent = new int[seating.seats()];
        heard = new int[seating.seats() * seating.members()];
        turns = new Turns(seating, protocol);
    }

    Protocol protocol() {
        return protocol;
    }

    Loop loop() {
        return loop;
    }

    Tally tally() {
        return tally;
    }

    boolean running() {
        return running;
    }

    void seated() {
        ready++;
    }

    /** Opens all connections, some at a time, until each has its seats. */
    void open() throws IOException {
        long end = System.nanoTime() + OPENING_NANOS;
        while (ready < seating.connections() && tally.trouble == 0 && System.nanoTime() < end) {
            while (peers.size() < seating.connections() && peers.size() - ready < AT_ONCE) {
                int number = peers.size();
                peers.add(new Peer(number, this, servers.get(number % servers.size())));
            }
            loop.round(1);
        }
        if (ready < seating.connections() && tally.trouble == 0) {
            tally.trouble("only " + ready + " of " + seating.connections() + " were seated");
        }
    }

    /** Nothing but to answer pings. */
    void idle(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            loop.round(Math.max(1, Math.min(100, (end - System.nanoTime()) / 1_000_000)));
        }
    }

    /** Talks as the pace says, then waits until everything has come, or nothing has for a while. */
    Tally talk(Pace pace) {
        tally = new Tally();
        running = true;
        while (pace.goesOn()) {
            long due = pace.due(tally.expected - tally.delivered);
            int room = due > System.nanoTime() ? -1 : turns.next();
            if (room < 0) {
                loop.round(due == Pace.WHEN_HEARD ? 1 : pace.patience(due));
                continue;
            }
            tally.late.add(pace.begun(due));
            begin(room);
            loop.round(0);
        }
        await();
        running = false;
        return tally;
    }

    private void begin(int room) {
        tally.expected += turns.begin(room);
        int seat = turns.opener(room);
        say(seat, protocol.script().opening(seat), turns.number(room), null);
    }

    private void await() {
        long seen = tally.delivered;
        long end = System.nanoTime() + QUIET_NANOS;
        while (tally.delivered < tally.expected && System.nanoTime() < end) {
            loop.round(1);
            if (tally.delivered != seen) {
                seen = tally.delivered;
                end = System.nanoTime() + QUIET_NANOS;
            }
        }
    }

    private void say(int seat, List<Template> what, int turn, byte[] word) {
        Peer peer = peers.get(seating.connection(seat));
        for (Template template : what) {
            Stamp stamp = new Stamp(template.kind(), seat, ++sent[seat], turn, System.nanoTime() - Main.BEGAN);
            peer.send(template.with(stamp, word));
            tally.sent++;
        }
    }

    void heard(Peer peer, byte[] bytes, int from, int to) {
        int at = Stamp.find(bytes, from, to);
        if (at < 0) {
            tally.answers++;
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            if (BAD.stream().anyMatch(text::contains)) {
                tally.trouble(text);
            }
            protocol.heard(peer, text);
            return;
        }
        Stamp stamp = Stamp.read(bytes, at);
        tally.times.add(System.nanoTime() - Main.BEGAN - stamp.nanos());
        tally.delivered++;
        int room = seating.room(stamp.seat());
        int position = seating.position(room, peer.number);
        if (position < 0) {
            tally.trouble("connection " + peer.number + " hears " + stamp + " of a room in which it is not");
            return;
        }
        int seat = seating.seat(room, position);
        check(stamp, seat);
        turns.delivered(room);
        List<Template> reply = protocol.script().after(stamp.kind(), seat);
        if (!reply.isEmpty()) {
            say(seat, reply, stamp.turn(), protocol.word(bytes, from, to));
        }
    }

    private void check(Stamp stamp, int seat) {
        int index = seat * seating.members() + stamp.seat() % seating.members();
        if (stamp.sequence() != heard[index] + 1) {
            tally.trouble("seat " + seat + " hears " + stamp + " after " + heard[index]);
        }
        heard[index] = Math.max(heard[index], stamp.sequence());
    }
}
