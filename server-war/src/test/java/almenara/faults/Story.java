package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.AnswerHeard;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Claimed;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.Offered;
import almenara.faults.Event.PeerJoined;
import almenara.faults.Event.PeerLeft;
import almenara.faults.Event.Place;
import almenara.faults.Event.Published;
import almenara.faults.Event.Released;
import almenara.faults.Event.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A history of one room written by hand: each step is a nanosecond after the one before. The peer of client 1 is {@code p1}, and so on. */
final class Story {

    static final int LEASE = 1000;

    private final List<Event> events = new ArrayList<>();
    private String epoch = "one";
    private long now;

    /** So many clients come in one after the other, at the beginning of the log. */
    static Story of(int clients) {
        Story story = new Story();
        for (int client = 1; client <= clients; client++) {
            story.enters(client, 0, story.others(client - 1));
            for (int other = 1; other < client; other++) {
                story.hears(other, "p" + client);
            }
        }
        return story;
    }

    private String[] others(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(client -> "p" + client).toArray(String[]::new);
    }

    private Story add(Event event) {
        events.add(event);
        return this;
    }

    /** From now on rooms are in that epoch for whoever comes in. */
    Story epoch(String next) {
        epoch = next;
        return this;
    }

    /** So much time goes by. */
    Story after(long nanos) {
        now += nanos;
        return this;
    }

    Story enters(int client, long offset, String... roster) {
        return add(new Entered(now++, now++, client, "p" + client, new Place(epoch, offset), false, List.of(roster)));
    }

    /** The client could not resume its session and is another peer from now on. */
    Story entersAs(String peer, int client, long offset, String... roster) {
        return add(new Entered(now++, now++, client, peer, new Place(epoch, offset), false, List.of(roster)));
    }

    Story recovers(int client, long offset) {
        return add(new Entered(now++, now++, client, "p" + client, new Place(epoch, offset), true, List.of()));
    }

    /** Is published and acknowledged at that offset. */
    Story says(int client, int n, long offset) {
        return tries(client, n).acknowledged(client, n, offset);
    }

    Story tries(int client, int n) {
        return add(new Published(now++, client, n));
    }

    Story acknowledged(int client, int n, long offset) {
        return add(new Acknowledged(now++, client, n, new Place(epoch, offset)));
    }

    Story gets(int client, long offset, int author, int n) {
        return add(new Delivered(now++, client, offset, new Signal(author, n), false));
    }

    Story drops(int client, long offset, int author, int n) {
        return add(new Delivered(now++, client, offset, new Signal(author, n), true));
    }

    Story hears(int client, String peer) {
        return add(new PeerJoined(now++, client, peer));
    }

    Story misses(int client, String peer) {
        return add(new PeerLeft(now++, client, peer));
    }

    Story isCut(int client) {
        return add(new Dropped(now++, client));
    }

    Story leaves(int client) {
        return add(new Left(now++, client, "p" + client));
    }

    Story claims(int client, String offer) {
        return add(new Claimed(now++, now++, client, offer, LEASE));
    }

    Story releases(int client, String offer) {
        return add(new Released(now++, client, offer));
    }

    Story offers(int client, String offer) {
        return add(new Offered(now++, client, offer));
    }

    Story answers(int client, String offer) {
        return answers(client, offer, 1);
    }

    /** Is accepted at that offset. */
    Story answers(int client, String offer, long offset) {
        return add(new Answered(now++, now++, client, offer, new Place(epoch, offset)));
    }

    Story isAnswered(int client, String offer, int from) {
        return add(new AnswerHeard(now++, client, offer, "p" + from));
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** What the checker finds in it. */
    List<Finding.Kind> findings() {
        return Finding.in(events).stream().map(Finding::kind).toList();
    }
}
