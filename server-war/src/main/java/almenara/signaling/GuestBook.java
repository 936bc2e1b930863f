package almenara.signaling;

import almenara.guests.Bulletin.Posted;
import almenara.guests.GuestLimits;
import almenara.limits.Rate;
import almenara.messages.Command;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.rooms.Arrival;
import almenara.rooms.Rooms;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The guests of the rooms that this node looks after: who comes in, what each offers, what each has to say, who goes when nothing is heard of it any more. */
final class GuestBook {

    private static final System.Logger LOG = System.getLogger(GuestBook.class.getName());

    private final Reception reception;
    private final GuestLimits limits;
    private final Clock clock;
    private final Rate rate;
    private final Map<String, Map<String, Visit>> rooms = new ConcurrentHashMap<>();

    /** Where guests come in, who does what they want, and what gives the names of their connections. */
    record Reception(Rooms rooms, Exchange exchange, GuestMail mail, Supplier<String> connections) {
    }

    /** A room with its members, each with the cluster whose guest it is. */
    record Present(String room, Map<String, Optional<String>> members) {

        boolean isOurs(String peer) {
            return members.containsKey(peer) && members.get(peer).isEmpty();
        }

        Map<String, String> guests() {
            Map<String, String> guests = new HashMap<>();
            members.forEach((peer, host) -> host.ifPresent(cluster -> guests.put(peer, cluster)));
            return guests;
        }

        boolean isFree(String peer, String cluster) {
            return members.getOrDefault(peer, Optional.of(cluster)).equals(Optional.of(cluster));
        }
    }

    /** {@code rate} counts what comes from other clusters by rooms, in milliseconds. */
    GuestBook(Reception reception, GuestLimits limits, Rate rate, Clock clock) {
        this.reception = reception;
        this.limits = limits;
        this.rate = rate;
        this.clock = clock;
    }

    Set<String> rooms() {
        return Set.copyOf(rooms.keySet());
    }

    /** The guests of the room that this node stands for. */
    Map<String, Visit> of(String room) {
        return Map.copyOf(rooms.getOrDefault(room, Map.of()));
    }

    /** Another node looks after the room now: the sessions that it has taken over are over here. */
    void handOver(String room) {
        of(room).forEach((peer, visit) -> {
            if (!visit.isOpen()) {
                forget(room, peer, visit);
            }
        });
    }

    /** Brings the room's guests in line with what the other clusters say. */
    void follow(Present present, List<Posted> said) {
        List<Posted> heard = said.stream().filter(posted -> limits.welcomes(posted.cluster()) && isOfUse(present, posted)).toList();
        Map<String, String> expected = expected(present, heard);
        hosted(present).forEach((peer, cluster) -> {
            if (!cluster.equals(expected.get(peer))) {
                attempt(() -> dismiss(present.room(), peer));
            }
        });
        expected.forEach((peer, cluster) -> attempt(() -> visit(present.room(), peer, cluster).ifPresent(visit ->
                host(present, new Host(peer, visit), heard.stream().filter(posted -> posted.cluster().equals(cluster) && author(posted).equals(peer)).toList()))));
    }

    /** The guests of the room with their clusters, also those whose sessions another node has. */
    private Map<String, String> hosted(Present present) {
        Map<String, String> hosted = new HashMap<>(present.guests());
        of(present.room()).forEach((peer, visit) -> hosted.put(peer, visit.cluster()));
        return hosted;
    }

    private boolean isOfUse(Present present, Posted posted) {
        return switch (posted.notice()) {
            case Standing(Offer offer) -> offer.expires() > clock.millis() && offer.expires() <= clock.millis() + limits.longest().plus(GuestLimits.AHEAD).toMillis()
                    && (offer.to().isEmpty() || present.isOurs(offer.to())) && !present.isOurs(offer.author());
            case Mail it -> present.isOurs(it.to()) && !present.isOurs(it.from()) && it.items().stream().anyMatch(reception.mail()::isLive);
        };
    }

    private static String author(Posted posted) {
        return switch (posted.notice()) {
            case Standing(Offer offer) -> offer.author();
            case Mail it -> it.from();
        };
    }

    /** Who is a guest by what is said, with its cluster: whoever is one already, then as many as the room takes while others who were have their grace. */
    private Map<String, String> expected(Present present, List<Posted> heard) {
        Map<String, String> expected = new HashMap<>();
        choose(expected, heard.stream().filter(posted -> present.members().containsKey(author(posted)) && present.isFree(author(posted), posted.cluster())), limits.guests());
        long leaving = present.guests().keySet().stream().filter(peer -> !expected.containsKey(peer)).count();
        choose(expected, heard.stream().filter(posted -> !present.members().containsKey(author(posted))), limits.guests() - leaving);
        return expected;
    }

    private static void choose(Map<String, String> expected, Stream<Posted> from, long most) {
        from.forEach(posted -> {
            if (expected.size() < most) {
                expected.putIfAbsent(author(posted), posted.cluster());
            }
        });
    }

    /** The guest's session here, if it may come in now. */
    private Optional<Visit> visit(String room, String peer, String cluster) {
        Optional<Visit> there = Optional.ofNullable(of(room).get(peer)).filter(Visit::isOpen);
        if (there.isPresent()) {
            return there;
        }
        Visit visit = new Visit(reception.connections().get(), cluster);
        if (isLate(room) || !reception.rooms().receive(room, peer, Arrival.ofGuest(visit, cluster))) {
            return Optional.empty();
        }
        count(room);
        rooms.compute(room, (name, visits) -> {
            Map<String, Visit> all = visits == null ? new ConcurrentHashMap<>() : visits;
            all.put(peer, visit);
            return all;
        });
        return Optional.of(visit);
    }

    /** True while the room has had as much from outside as it takes. */
    private boolean isLate(String room) {
        return rate.due(room.hashCode(), clock.millis()) > 0;
    }

    private void count(String room) {
        rate.delay(room.hashCode(), clock.millis());
    }

    /** A guest and its session. */
    private record Host(String peer, Visit visit) {
    }

    private void host(Present present, Host guest, List<Posted> said) {
        guest.visit().forget(clock.millis());
        Set<String> told = new HashSet<>();
        List<Mail> mails = new ArrayList<>();
        for (Posted posted : said) {
            switch (posted.notice()) {
                case Standing(Offer offer) -> {
                    told.add(offer.id());
                    stand(present.room(), guest, offer);
                }
                case Mail each -> mails.add(each);
            }
        }
        reception.exchange().of(present.room(), guest.peer()).stream().filter(offer -> !told.contains(offer.id()))
                .forEach(offer -> reception.exchange().perform(present.room(), guest.peer(), new Command.Withdraw(offer.id())));
        mails.forEach(each -> reception.mail().deliver(present.room(), each));
    }

    private void stand(String room, Host guest, Offer said) {
        Offer offer = new Offer(said.id(), said.author(), said.to(), reception.rooms().prefix(room, guest.peer()), said.expires(), said.data());
        if (guest.visit().isAnswered(offer.id(), offer.expires())) {
            return;
        }
        boolean stands = reception.exchange().of(room, guest.peer()).contains(offer);
        boolean brought = !stands && !isLate(room) && reception.exchange().bring(room, offer);
        if (brought) {
            count(room);
        }
        if (stands || brought) {
            guest.visit().stands(offer.id(), offer.expires());
        }
    }

    /** Nothing is heard of the guest any more: it has its grace, as anybody whose connection has broken. */
    private void dismiss(String room, String peer) {
        if (reception.rooms().dismiss(room, peer)) {
            reception.exchange().withdrawAll(room, peer);
        }
        Optional.ofNullable(of(room).get(peer)).ifPresent(visit -> forget(room, peer, visit));
    }

    private void forget(String room, String peer, Visit visit) {
        rooms.computeIfPresent(room, (name, visits) -> {
            visits.remove(peer, visit);
            return visits.isEmpty() ? null : visits;
        });
    }

    static void attempt(Runnable step) {
        try {
            step.run();
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "a guest has to wait: {0}", refusal.getMessage());
        }
    }
}
