package load;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the native protocols have in common: rooms that nobody has been in, and the names of those who sit there; a connection joins its rooms some at a time. */
abstract class Seats implements Protocol {

    private static final int PIPELINED = 16;
    private static final int ROOM_BYTES = 32;
    private static final Pattern REF = Pattern.compile("\"ref\":(\\d+)");
    private static final Pattern SELF = Pattern.compile("\"self\":\"([^\"]+)\"");

    private final Seating seating;
    private final String[] rooms;
    private final String[] names;

    Seats(Seating seating) {
        this.seating = seating;
        names = new String[seating.seats()];
        rooms = new String[seating.rooms()];
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[ROOM_BYTES];
        for (int i = 0; i < rooms.length; i++) {
            random.nextBytes(bytes);
            rooms[i] = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    String room(int seat) {
        return rooms[seating.room(seat)];
    }

    String name(int seat) {
        return names[seat];
    }

    @Override
    public String path(int connection) {
        return "/room/" + room(connection);
    }

    @Override
    public void opened(Peer peer) {
        for (int i = 0; i < PIPELINED; i++) {
            join(peer, i);
        }
    }

    private void join(Peer peer, int count) {
        int seat = peer.number + count * seating.connections();
        if (seat < seating.seats()) {
            peer.send("{\"type\":\"join\",\"room\":\"" + room(seat) + "\",\"ref\":" + seat + "}");
        }
    }

    @Override
    public void heard(Peer peer, String text) {
        if (!text.contains("\"joined\"")) {
            return;
        }
        names[Integer.parseInt(found(REF, text))] = found(SELF, text);
        join(peer, PIPELINED + peer.seated++);
        if (peer.number + peer.seated * seating.connections() >= seating.seats()) {
            peer.ready();
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(text);
        }
        return matcher.group(1);
    }
}
