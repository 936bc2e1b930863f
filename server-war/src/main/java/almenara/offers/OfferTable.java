package almenara.offers;

import almenara.messages.Ids;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The offers of all rooms, shared by the cluster: {@code {room}/{offer} -> offer}, and beside them the {@link Claims}. What is decided is decided by one
 * conditional write: who gets a claim, who may answer, who takes an offer out.
 */
public final class OfferTable {

    /** How much longer than its offer and a last claim an entry lives, so that the end is told by whoever leads the room. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final Table table;
    private final OfferLimits limits;
    private final Clock clock;
    private final Ids ids;
    private final Claims claims;
    private final Choice choice;
    private final Shelf shelf;

    public OfferTable(Table table, OfferLimits limits, Clock clock, RandomGenerator random) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
        this.ids = new Ids(random);
        this.claims = new Claims(table, limits, clock);
        this.choice = new Choice(random);
        this.shelf = new Shelf(claims);
    }

    /** Begins to follow the table. */
    public void start() {
        table.watch(shelf);
    }

    /** Opens an offer of {@code draft}'s author; the draft's id and expiry are not looked at. {@code life} zero: the default. */
    public Offer publish(String room, Offer draft, Duration life) {
        if (open(room, draft.author()) >= limits.offers()) {
            throw new Refusal(Refusal.Code.TOO_MANY_OFFERS, "you have your " + limits.offers() + " offers");
        }
        Duration lives = limits.life(life);
        Offer offer = new Offer(ids.offer(), draft.author(), draft.to(), draft.prefix(), clock.millis() + lives.toMillis(), draft.data());
        table.put(new Place(room, offer.id()).key(), offer.encode(), kept(lives));
        return offer;
    }

    /**
     * Puts in an offer that was made elsewhere, as it is, or in the place of what it was before. False while somebody here claims it, when it was answered here,
     * when it ends too late or has ended, and when its author has all its offers or the id is that of somebody else's.
     */
    public boolean bring(String room, Offer offer) {
        Duration left = Duration.ofMillis(offer.expires() - clock.millis());
        Place place = new Place(room, offer.id());
        Optional<String> there = table.get(place.key());
        boolean others = there.map(Offer::decode).filter(it -> !it.author().equals(offer.author())).isPresent();
        boolean many = there.isEmpty() && open(room, offer.author()) >= limits.offers();
        if (others || many || !left.isPositive() || left.compareTo(limits.longest()) > 0 || !claims.hold(place, offer.author())) {
            return false;
        }
        boolean brought = there.map(old -> table.replace(place.key(), old, offer.encode(), kept(left))).orElseGet(() -> table.putIfAbsent(place.key(), offer.encode(), kept(left)));
        claims.unhold(place, offer.author());
        return brought;
    }

    /** The open offers of that author. */
    public List<Offer> of(String room, String author) {
        return shelf.of(room).stream().filter(offer -> offer.author().equals(author) && isOpen(offer)).toList();
    }

    private long open(String room, String author) {
        return of(room, author).size();
    }

    /** The open offers that the peer might claim, of one author or of all when {@code from} is empty. */
    public List<Offer> list(String room, String peer, String from) {
        return shelf.of(room).stream().filter(offer -> isOpen(offer) && offer.isFor(peer) && (from.isEmpty() || offer.author().equals(from))
                && claims.mayBeFree(new Place(room, offer.id()))).toList();
    }

    /** Leases one offer to the claimer. */
    public Offer claim(String room, Wish wish) {
        if (claims.open(room, wish.claimer()) >= limits.claims()) {
            throw new Refusal(Refusal.Code.TOO_MANY_CLAIMS, "you hold your " + limits.claims() + " claims");
        }
        return wish.offer().isEmpty() ? claimAny(room, wish) : claimThat(room, wish);
    }

    private Offer claimThat(String room, Wish wish) {
        Offer offer = find(room, wish.offer());
        if (!offer.isFor(wish.claimer())) {
            throw new Refusal(Refusal.Code.NOT_YOURS, "this offer is not for you");
        }
        if (!wish.reachable().test(offer.author())) {
            throw unknown();
        }
        return take(new Place(room, offer.id()), wish.claimer())
                .orElseThrow(() -> new Refusal(Refusal.Code.OFFER_CLAIMED, "somebody else holds the claim on this offer"));
    }

    private Offer claimAny(String room, Wish wish) {
        List<Offer> left = new ArrayList<>(list(room, wish.claimer(), wish.from()));
        left.removeIf(offer -> wish.except().contains(offer.author()) || !wish.reachable().test(offer.author()));
        while (!left.isEmpty()) {
            Offer picked = choice.pick(left);
            Optional<Offer> taken = take(new Place(room, picked.id()), wish.claimer());
            if (taken.isPresent()) {
                return taken.get();
            }
            left.remove(picked);
        }
        throw new Refusal(Refusal.Code.NO_OFFER, "there is no offer to claim");
    }

    /** The claim first, then the look whether the offer is still there: whoever takes an offer out does it in the other order. */
    private Optional<Offer> take(Place place, String claimer) {
        if (!claims.claim(place, claimer)) {
            return Optional.empty();
        }
        Optional<Offer> offer = table.get(place.key()).map(Offer::decode).filter(this::isOpen);
        if (offer.isEmpty()) {
            claims.release(place, claimer);
        }
        return offer;
    }

    /** The claimer has answered: the offer is taken out, and given back for its author to be told, by one call in the cluster. */
    public Offer answer(String room, String id, String peer) {
        Place place = new Place(room, id);
        claims.answer(place, peer);
        return table.get(place.key()).filter(held -> table.remove(place.key(), held)).map(Offer::decode).orElseThrow(OfferTable::unknown);
    }

    /** Puts an offer back whose answer could not be told, so that it can be given again. */
    public void restore(String room, Offer offer) {
        Duration left = Duration.ofMillis(Math.max(0, offer.expires() - clock.millis()));
        table.putIfAbsent(new Place(room, offer.id()).key(), offer.encode(), kept(left));
    }

    public void release(String room, String id, String peer) {
        claims.release(new Place(room, id), peer);
    }

    /** Keeps the author's offer from being claimed; the answer is for how long. */
    public Duration hold(String room, String id, String author) {
        own(room, id, author);
        if (!claims.hold(new Place(room, id), author)) {
            throw new Refusal(Refusal.Code.OFFER_CLAIMED, "somebody holds a claim on this offer");
        }
        return limits.lease();
    }

    /** New data and a new life for the author's offer, unless somebody's claim runs. */
    public Offer refresh(String room, Offer change, Duration life) {
        Duration lives = limits.life(life);
        Place place = new Place(room, change.id());
        hold(room, change.id(), change.author());
        Offer old = own(room, change.id(), change.author());
        Offer offer = new Offer(old.id(), old.author(), old.to(), old.prefix(), clock.millis() + lives.toMillis(), change.data());
        boolean replaced = table.replace(place.key(), old.encode(), offer.encode(), kept(lives));
        claims.unhold(place, change.author());
        if (!replaced) {
            throw unknown();
        }
        return offer;
    }

    /** Takes the author's offer out. A claim that runs meets {@code unknown-offer}. */
    public Offer withdraw(String room, String id, String author) {
        Offer offer = own(room, id, author);
        if (!table.remove(new Place(room, id).key(), offer.encode())) {
            throw unknown();
        }
        claims.unhold(new Place(room, id), author);
        return offer;
    }

    /** Takes all offers of the author out; each comes back from one call in the cluster. */
    public List<Offer> withdrawAll(String room, String author) {
        return shelf.of(room).stream().filter(offer -> offer.author().equals(author))
                .filter(offer -> table.remove(new Place(room, offer.id()).key(), offer.encode())).toList();
    }

    /** Takes the room's offers out that have outlived their life and are not being answered; each comes back from one call in the cluster. */
    public List<Offer> expire(String room) {
        return shelf.of(room).stream().filter(offer -> !isOpen(offer) && claims.mayBeFree(new Place(room, offer.id())))
                .filter(offer -> table.remove(new Place(room, offer.id()).key(), offer.encode())).toList();
    }

    /** How long a claim lasts. */
    public Duration lease() {
        return limits.lease();
    }

    /** How many offers the room has. */
    public int count(String room) {
        return (int) shelf.of(room).stream().filter(this::isOpen).count();
    }

    /** The rooms that have offers. */
    public Collection<String> rooms() {
        return shelf.rooms();
    }

    private Offer find(String room, String id) {
        return table.get(new Place(room, id).key()).map(Offer::decode).filter(this::isOpen).orElseThrow(OfferTable::unknown);
    }

    private Offer own(String room, String id, String author) {
        Offer offer = find(room, id);
        if (!offer.author().equals(author)) {
            throw new Refusal(Refusal.Code.NOT_YOURS, "this offer is somebody else's");
        }
        return offer;
    }

    private Duration kept(Duration life) {
        return life.plus(limits.lease()).plus(SLACK);
    }

    private boolean isOpen(Offer offer) {
        return offer.expires() > clock.millis();
    }

    private static Refusal unknown() {
        return new Refusal(Refusal.Code.UNKNOWN_OFFER, "there is no such offer (any more)");
    }
}
