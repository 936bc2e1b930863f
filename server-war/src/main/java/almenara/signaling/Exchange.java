package almenara.signaling;

import almenara.guests.GuestLimits;
import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Offer;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.offers.OfferTable;
import almenara.offers.Wish;
import almenara.rooms.Rooms;
import almenara.signaling.Tally.What;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What members do with each other: signals and offers, and the traces of both in the room's log. */
public final class Exchange {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Rooms rooms;
    private final OfferTable offers;
    private final Clock clock;
    private final Tally tally;

    public Exchange(Rooms rooms, OfferTable offers, Clock clock, Tally tally) {
        this.rooms = rooms;
        this.offers = offers;
        this.clock = clock;
        this.tally = tally;
    }

    Event perform(String room, String peer, Command command) {
        return switch (command) {
            case Command.Signal signal -> signal(room, peer, signal);
            case Command.Publish publish -> publish(room, peer, publish);
            case Command.Offers list -> new Event.Listed(offers.list(room, peer, known(room, list.from())), clock.millis());
            case Command.Claim claim -> claim(room, peer, claim);
            case Command.Answer answer -> answer(room, peer, answer);
            case Command.Release release -> release(room, peer, release);
            case Command.Hold hold -> new Event.Held(offers.hold(room, hold.offer(), peer).toSeconds());
            case Command.Refresh refresh -> refresh(room, peer, refresh);
            case Command.Withdraw withdraw -> withdraw(room, peer, withdraw);
            case Command.Leave leave -> leave(room, peer, leave);
            case Command.Call call -> {
                rooms.call(room, peer, call.name());
                yield new Event.Done();
            }
            case Command.Ping ping -> new Event.Done();
            case Command.Post post -> throw new IllegalArgumentException("a post is nobody's");
            case Command.Entering entering -> throw new IllegalArgumentException("members are in the room already");
        };
    }

    /** Says something to a room without being anybody in it. */
    Event anonymous(String room, String id, Command.Post post) {
        if (rooms.summary(room).members() == 0) {
            throw new Refusal(Code.UNKNOWN_ROOM, "nobody is in this room");
        }
        tally.count(What.SIGNAL);
        return new Event.Stored(rooms.append(room, new Entry(Entry.Kind.SIGNAL, "", known(room, post.to()), id, post.data())));
    }

    private Event signal(String room, String peer, Command.Signal signal) {
        if (signal.to().equals(peer)) {
            throw new Refusal(Code.BAD_MESSAGE, "to names somebody else");
        }
        known(room, signal.to());
        tally.count(What.SIGNAL);
        return new Event.Stored(rooms.append(room, checked(room, new Entry(Entry.Kind.SIGNAL, peer, signal.to(), signal.id(), signal.data()))));
    }

    private Event publish(String room, String peer, Command.Publish publish) {
        Offer draft = new Offer("", peer, known(room, publish.to()), rooms.prefix(room, peer), 0, publish.data());
        check(room, draft.to(), draft.data());
        Offer offer = offers.publish(room, draft, Duration.ofSeconds(publish.life()));
        append(room, new Entry(Entry.Kind.OFFER_OPENED, peer, offer.to(), offer.id(), ""), () -> offers.withdraw(room, offer.id(), peer));
        tally.count(What.OFFER);
        return opened(offer);
    }

    private Event claim(String room, String peer, Command.Claim claim) {
        known(room, claim.from());
        Offer offer = offers.claim(room,
                new Wish(peer, claim.offer(), claim.from(), claim.except(), author -> rooms.isAttached(room, author)));
        tally.count(What.CLAIM);
        return new Event.Claimed(offer, offers.lease().toSeconds());
    }

    private Event answer(String room, String peer, Command.Answer answer) {
        Offer offer = offers.answer(room, answer.offer(), peer);
        Entry entry = new Entry(Entry.Kind.ANSWER, peer, offer.author(), offer.id(), answer.data());
        Position at = append(room, entry, () -> offers.restore(room, offer));
        close(room, List.of(offer), "answered");
        tally.count(What.ANSWER);
        return new Event.Stored(at);
    }

    /** An offer of a guest stands here as it stands elsewhere; who is here hears of it once. False when it can't be taken in now. */
    boolean bring(String room, Offer offer) {
        boolean known = of(room, offer.author()).stream().anyMatch(each -> each.id().equals(offer.id()));
        boolean brought = offers.bring(room, offer);
        if (brought && !known) {
            append(room, new Entry(Entry.Kind.OFFER_OPENED, offer.author(), offer.to(), offer.id(), ""), () -> offers.withdraw(room, offer.id(), offer.author()));
        }
        return brought;
    }

    /** The open offers of that author. */
    List<Offer> of(String room, String author) {
        return offers.of(room, author);
    }

    /** What goes to a guest has to fit what goes to its cluster. */
    private Entry checked(String room, Entry entry) {
        check(room, entry.to(), entry.data());
        return entry;
    }

    private void check(String room, String to, String data) {
        if (data.getBytes(StandardCharsets.UTF_8).length > GuestLimits.DATA_BYTES && rooms.census().isGuest(room, to)) {
            throw new Refusal(Code.TOO_LARGE, "data for a peer at another cluster has at most " + GuestLimits.DATA_BYTES + " bytes");
        }
    }

    /** Writes to the log; if that is refused, what was done before is undone as well as can be. */
    private Position append(String room, Entry entry, Runnable undo) {
        try {
            return rooms.append(room, checked(room, entry));
        } catch (Refusal refusal) {
            try {
                undo.run();
            } catch (Refusal second) {
                LOG.log(System.Logger.Level.DEBUG, "what a refused command did could not be undone: {0}", second.getMessage());
            }
            throw refusal;
        }
    }

    private Event release(String room, String peer, Command.Release release) {
        offers.release(room, release.offer(), peer);
        return new Event.Done();
    }

    private Event refresh(String room, String peer, Command.Refresh refresh) {
        of(room, peer).stream().filter(offer -> offer.id().equals(refresh.offer())).forEach(offer -> check(room, offer.to(), refresh.data()));
        return opened(offers.refresh(room, new Offer(refresh.offer(), peer, "", "", 0, refresh.data()), Duration.ofSeconds(refresh.life())));
    }

    private Event withdraw(String room, String peer, Command.Withdraw withdraw) {
        rooms.append(room, closed(offers.withdraw(room, withdraw.offer(), peer), "withdrawn"));
        return new Event.Done();
    }

    private Event leave(String room, String peer, Command.Leave leave) {
        withdrawAll(room, peer);
        rooms.leave(room, peer, leave.keep() ? Entry.DETACHED : Entry.LEFT);
        tally.count(What.LEAVE);
        return new Event.Done();
    }

    /** Takes out all offers of a peer that is not there to be answered. */
    void withdrawAll(String room, String peer) {
        close(room, offers.withdrawAll(room, peer), "left");
    }

    /** Takes out the room's offers that have outlived their life. */
    public void expire(String room) {
        close(room, offers.expire(room), "expired");
    }

    int count(String room) {
        return offers.count(room);
    }

    private void close(String room, List<Offer> closed, String reason) {
        for (Offer offer : closed) {
            try {
                rooms.append(room, closed(offer, reason));
            } catch (Refusal refusal) {
                LOG.log(System.Logger.Level.DEBUG, "the end of an offer goes unsaid: {0}", refusal.getMessage());
            }
        }
    }

    /** An entry for an offer that is no longer open. */
    private static Entry closed(Offer offer, String reason) {
        return new Entry(Entry.Kind.OFFER_CLOSED, offer.author(), offer.to(), offer.id(), reason);
    }

    private Event opened(Offer offer) {
        return new Event.Opened(offer.id(), Duration.ofMillis(offer.expires() - clock.millis()).toSeconds());
    }

    private String known(String room, String peer) {
        if (!peer.isEmpty() && !rooms.isMember(room, peer)) {
            throw new Refusal(Code.UNKNOWN_PEER, "there is no such member");
        }
        return peer;
    }
}
