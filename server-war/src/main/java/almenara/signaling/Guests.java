package almenara.signaling;

import almenara.guests.Bulletin;
import almenara.guests.Bulletin.Posted;
import almenara.guests.GuestLimits;
import almenara.limits.Rate;
import almenara.messages.Names;
import almenara.messages.Notice;
import almenara.messages.Refusal;
import almenara.rooms.Rooms;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rooms that are on several clusters which share nothing but a table. Each cluster writes there what its own peers offer, and what they have for peers of the
 * others; the peers of the others are guests here. The node that leads a room does it for the room.
 */
public final class Guests {

    private static final System.Logger LOG = System.getLogger(Guests.class.getName());

    /** So long guests wait for whoever is about to come into an empty room. */
    static final Duration ENTERING = Duration.ofSeconds(5);

    private final Around around;
    private final Bulletin bulletin;
    private final GuestBook book;
    private final GuestPost post;
    private final GuestMail mail;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    /** The rooms of the last round, whose offers are taken back when the last peer has gone. */
    private volatile Set<String> told = Set.of();
    private final Map<String, Long> entering = new ConcurrentHashMap<>();
    private final Clock clock;

    /** The rooms, what is done in them, the cluster, and where it remembers what was done once. */
    public record Around(Rooms rooms, Exchange exchange, ClusterView cluster, Table spent) {
    }

    /** The time, and chance. */
    public record Means(Clock clock, RandomGenerator random) {
    }

    public Guests(Around around, Bulletin bulletin, GuestLimits limits, Means means) {
        this.around = around;
        this.bulletin = bulletin;
        this.clock = means.clock();
        Rate rate = new Rate(Duration.ofMinutes(1).toMillis() / GuestLimits.ENTRIES_A_MINUTE, GuestLimits.ENTRIES_A_MINUTE / 2, means.random());
        this.mail = new GuestMail(around.exchange(), around.spent(), means.clock(), rate);
        this.book = new GuestBook(new GuestBook.Reception(around.rooms(), around.exchange(), mail, this::connection), limits, rate, means.clock());
        this.post = new GuestPost(around.exchange(), bulletin, limits, means.clock());
    }

    private String connection() {
        return around.cluster().self() + "/guest" + connections.incrementAndGet();
    }

    /** Somebody is about to come into the room: where nobody is, the guests come in first, so that whoever comes finds them among the members, with their offers. */
    public void expect(String room) {
        if (!Names.isForeign(room) && around.rooms().census().of(room).isEmpty()) {
            attempt(() -> {
                List<Posted> said = foreign(bulletin.about(room));
                if (!said.isEmpty()) {
                    entering.put(room, clock.millis() + ENTERING.toMillis());
                    book.follow(present(room), said);
                }
            });
        }
    }

    private List<Posted> foreign(List<Posted> said) {
        return said.stream().filter(posted -> !posted.cluster().equals(bulletin.self())).toList();
    }

    /** Called every so often, once at a time. */
    public void round() {
        if (busy.compareAndSet(false, true)) {
            try {
                mail.round();
                lookAfterAll();
            } finally {
                busy.set(false);
            }
        }
    }

    private void lookAfterAll() {
        entering.values().removeIf(until -> until <= clock.millis());
        book.rooms().stream().filter(room -> !hasPeers(room) && !entering.containsKey(room)).forEach(room -> attempt(() -> book.follow(present(room), List.of())));
        Set<String> others = book.rooms().stream().filter(room -> hasPeers(room) && !around.cluster().leads(room)).collect(Collectors.toSet());
        Set<String> ours = around.rooms().census().rooms().stream().filter(room -> !Names.isForeign(room))
                .filter(room -> around.cluster().leads(room) && hasPeers(room)).collect(Collectors.toSet());
        Set<String> left = told.stream().filter(room -> !hasPeers(room)).collect(Collectors.toSet());
        Map<String, List<Posted>> said = bulletin.read(Stream.of(ours, left, others).flatMap(Set::stream).toList());
        others.forEach(room -> attempt(() -> handOver(room, own(said.getOrDefault(room, List.of())))));
        left.forEach(room -> attempt(() -> post.offers(present(room), own(said.getOrDefault(room, List.of())))));
        ours.forEach(room -> attempt(() -> lookAfter(room, said.getOrDefault(room, List.of()))));
        told = ours;
    }

    private List<Notice> own(List<Posted> said) {
        return said.stream().filter(posted -> posted.cluster().equals(bulletin.self())).map(Posted::notice).collect(Collectors.toCollection(ArrayList::new));
    }

    private boolean hasPeers(String room) {
        return around.rooms().census().of(room).containsValue(Optional.empty());
    }

    private GuestBook.Present present(String room) {
        return new GuestBook.Present(room, around.rooms().census().of(room));
    }

    /** What was said to the guests while they were here goes on from here. */
    private void handOver(String room, List<Notice> own) {
        book.of(room).forEach((guest, visit) -> post.mail(room, guest, visit, own));
        book.handOver(room);
    }

    private void lookAfter(String room, List<Posted> said) {
        book.follow(present(room), foreign(said));
        List<Notice> own = own(said);
        post.offers(present(room), own);
        book.of(room).forEach((guest, visit) -> post.mail(room, guest, visit, own));
    }

    private static void attempt(Runnable care) {
        try {
            care.run();
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "the guests of a room have to wait: {0}", refusal.getMessage());
        }
    }
}
