package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A torrent as one connection is in it: under which id, in which place, and with which offers. Used in the connection's turn, but for {@link #take}. */
final class TrackerSeat {

    /** The lot of those who announce: what they ask, what they may do, and chance. */
    record Means(Way way, Asking asking, Tracker.Limits limits, RandomGenerator random) {
    }

    /** Why somebody has to wait for its place: it may come of itself. */
    static final String HELD = "another connection has this peer_id";
    static final String FULL = "this torrent has all the peers that it may have";
    /** So many seconds after it sat down a peer looks whether another one did under its id at the same moment: by then all nodes know of both. */
    static final int SURE_SECONDS = 2;
    static final String NOT_SENT = "this offer was not sent to you, or you have answered it, or it has expired";

    final Swarm swarm;
    final String peer;
    private final Means means;
    private final Unanswered unanswered;
    private final KeptOffers kept;
    private volatile TrackerSignal.Place place = new TrackerSignal.Place("", "");
    private int number;
    private boolean complete;
    private int age;

    TrackerSeat(String hash, String peer, Means means) {
        this.swarm = new Swarm(hash, means.way(), means.limits().rooms());
        this.peer = peer;
        this.means = means;
        this.unanswered = new Unanswered(means.limits().seconds());
        this.kept = new KeptOffers(means.asking(), means.limits());
    }

    boolean isTaken() {
        return !place.member().isEmpty();
    }

    boolean isComplete() {
        return complete;
    }

    /** True once, where two have sat down under one id at the same moment, for the later one in the order of their names. */
    boolean isSecond() {
        return age == SURE_SECONDS && swarm.peers().anyMatch(other -> other.name().peer().equals(peer) && other.member().compareTo(place.member()) < 0);
    }

    boolean isIn(String room) {
        return place.room().equals(room);
    }

    /** Sits down in the first room of the torrent that has a place; why not, if that is refused. */
    Optional<String> sit(boolean isComplete) {
        if (swarm.peers().anyMatch(other -> other.name().peer().equals(peer))) {
            return Optional.of(HELD);
        }
        complete = isComplete;
        for (number = 0; number < means.limits().rooms(); number++) {
            String room = swarm.room(number);
            if (means.way().names(room).size() < means.limits().members()) {
                Optional<Refusal> refusal = enter(room);
                if (refusal.filter(why -> why.code() == Refusal.Code.ROOM_FULL).isEmpty()) {
                    return refusal.map(Refusal::getMessage);
                }
            }
        }
        return Optional.of(FULL);
    }

    private Optional<Refusal> enter(String room) {
        place = new TrackerSignal.Place(room, "");
        Event answer = means.asking().ask(room, new Command.Attend(new TrackerName(complete, number, peer).text()));
        place = new TrackerSignal.Place(room, means.way().seat(room));
        return isTaken() ? Optional.empty() : Optional.of(answer instanceof Event.Refused refused ? refused.refusal()
                : new Refusal(Refusal.Code.OVERLOADED, "the place in the torrent was lost at once", 0));
    }

    void leave() {
        means.asking().ask(place.room(), new Command.Leave(false));
        place = new TrackerSignal.Place("", "");
    }

    /** It has everything, from now on. */
    void complete() {
        if (!complete) {
            complete = !(means.asking().ask(place.room(), new Command.Call(new TrackerName(true, number, peer).text())) instanceof Event.Refused);
        }
    }

    private boolean isOwn(Swarm.Peer other) {
        return other.room().equals(place.room()) && other.member().equals(place.member());
    }

    /** How large the torrent's swarm is, with this peer as it knows itself. */
    Swarm.Size size() {
        Swarm.Size others = Swarm.Size.of(swarm.peers().filter(other -> !isOwn(other)));
        return isTaken() ? others.and(complete) : others;
    }

    /** Hands the offers to others at random, each to another; those that are left over are kept for who comes next. Gives those who got one. */
    Set<TrackerSignal.Place> hand(List<Announce.Proposal> offers) {
        if (offers.isEmpty()) {
            return Set.of();
        }
        List<Swarm.Peer> others = new ArrayList<>(swarm.peers().filter(other -> !isOwn(other)).toList());
        Collections.shuffle(others, java.util.Random.from(means.random()));
        Set<TrackerSignal.Place> met = new HashSet<>();
        for (Announce.Proposal offer : offers) {
            String text = new TrackerSignal(TrackerSignal.OFFER, offer.id(), peer, place, offer.data()).text();
            Optional<TrackerSignal.Place> given = give(others, text);
            given.ifPresentOrElse(to -> {
                met.add(to);
                kept.withdraw(place.room(), offer.id());
            }, () -> kept.keep(place.room(), offer.id(), text));
        }
        return met;
    }

    /** Who got it: the first of them who is there; all up to that one are done with. Nobody where the sender has said too much. */
    private Optional<TrackerSignal.Place> give(List<Swarm.Peer> others, String text) {
        Optional<Refusal> refusal = Optional.empty();
        while (!others.isEmpty() && refusal.filter(why -> why.code() == Refusal.Code.OVERLOADED).isEmpty()) {
            Swarm.Peer other = others.removeLast();
            Event answer = means.asking().ask(other.room(), new Command.Post(other.member(), text));
            if (!(answer instanceof Event.Refused refused)) {
                return Optional.of(new TrackerSignal.Place(other.room(), other.member()));
            }
            refusal = Optional.of(refused.refusal());
        }
        return Optional.empty();
    }

    /** The frames of offers that others have left in the table: one of each author, but for those in {@code met}, who hear from this peer already. */
    List<String> claim(Set<TrackerSignal.Place> met) {
        List<String> frames = new ArrayList<>();
        if (means.asking().ask(place.room(), new Command.Offers("")) instanceof Event.Listed listed) {
            List<Offer> offers = new ArrayList<>(listed.offers());
            Collections.shuffle(offers, java.util.Random.from(means.random()));
            Set<String> authors = new HashSet<>();
            for (Offer offer : offers) {
                boolean wanted = frames.size() < means.limits().given() && !met.contains(new TrackerSignal.Place(place.room(), offer.author())) && authors.add(offer.author());
                if (wanted && means.asking().ask(place.room(), new Command.Claim(offer.id(), "", Set.of())) instanceof Event.Claimed claimed) {
                    take(claimed.offer().data(), claimed.offer().id()).ifPresent(frames::add);
                }
            }
        }
        return frames;
    }

    /**
     * The frame for what has come for this peer, none where it is no signal; {@code name} is that of the offer in the table, empty for one that was handed over.
     * From any thread.
     */
    Optional<String> take(String text, String name) {
        return TrackerSignal.parse(text).map(signal -> take(signal, name));
    }

    private String take(TrackerSignal signal, String name) {
        if (signal.isOffer()) {
            unanswered.add(signal, name);
        } else {
            kept.answered(signal.id());
        }
        return signal.frame(swarm.hash());
    }

    /** Sends an answer to the author of an offer that this connection was sent and has not answered; why not, if that is refused. */
    Optional<String> answer(Announce.Answer answer) {
        Optional<Unanswered.Waiting> waiting = unanswered.remove(answer.peer(), answer.id());
        if (waiting.isEmpty()) {
            return Optional.of(NOT_SENT);
        }
        String text = new TrackerSignal(TrackerSignal.ANSWER, answer.id(), peer, place, answer.data()).text();
        TrackerSignal.Place to = waiting.get().author();
        Event told = waiting.get().name().isEmpty() ? means.asking().ask(to.room(), new Command.Post(to.member(), text))
                : means.asking().ask(place.room(), new Command.Answer(waiting.get().name(), text));
        return told instanceof Event.Refused refused ? Optional.of(refused.refusal().getMessage()) : Optional.empty();
    }

    /** A second has gone by. */
    void tick() {
        age++;
        unanswered.tick();
        kept.tick();
    }
}
