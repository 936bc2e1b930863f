package almenara.wiring;

import static almenara.wiring.Village.ROOM;
import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.meet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Notice.Item;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import almenara.rooms.Arrival;
import almenara.rooms.Deaf;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes by the table of others loses nothing here, and lifts no limit. */
class HostileTablesTest {

    private final Village here = new Village(1, 1);
    private final Stranger eve = new Stranger(here.nodes.clock, 9);
    private Client ann;

    @BeforeEach
    void join() {
        ann = here.join();
    }

    /** Ann's cluster gets what Eve has written. */
    private void hear(Stranger stranger) {
        here.hear(stranger.say());
        here.round();
    }

    private Set<String> guests() {
        Set<String> guests = new HashSet<>();
        here.node().rooms.census().of(ROOM).forEach((peer, host) -> host.ifPresent(cluster -> guests.add(peer)));
        return guests;
    }

    @Test
    void whatIsNotSignedByItsClusterIsNotTaken() {
        Village there = new Village(1, 2);
        Client bob = there.join();
        Village.publish(bob, "1");
        there.round();
        String said = there.say();
        here.hear(said.replace(there.name(), eve.name()));
        here.hear(said.replaceFirst("\\.\\\\\"(.)", ".\\\\\"x"));
        here.round();
        assertEquals(Set.of(), guests());
        here.hear(said);
        here.round();
        assertEquals(Set.of(bob.self()), guests());
    }

    @Test
    void roomsWhereNobodyIsAreNotOpenedHoweverManyAreTold() {
        for (int room = 1; room <= 60; room++) {
            eve.offer(Nodes.room(room), eve.ids.peer());
        }
        hear(eve);
        assertEquals(1, here.node().rooms.size());
    }

    @Test
    void aRoomHasAsManyGuestsAsItTakesAndItsOwnPeersFindSeats() {
        for (int peer = 0; peer < Village.GUESTS + 20; peer++) {
            eve.offer(ROOM, eve.ids.peer());
        }
        hear(eve);
        Set<String> first = guests();
        assertEquals(Village.GUESTS, first.size());
        for (int peer = 0; peer < 20; peer++) {
            here.join();
        }
        here.pass(20);
        assertEquals(first, guests(), "whoever is in stays in");
    }

    @Test
    void thoseWhoHaveGoneKeepTheirSeatsForTheirGraceAndNobodyGetsMoreByChanging() {
        for (int second = 0; second < 10; second++) {
            for (int peer = 0; peer < Village.GUESTS; peer++) {
                eve.offer(ROOM, eve.ids.peer(), 900);
            }
            hear(eve);
            assertEquals(Village.GUESTS, guests().size());
            here.pass(1);
        }
        here.pass(15);
        assertEquals(Set.of(), guests());
    }

    @Test
    void aClusterHasItsEntriesAndNoMore() {
        for (int offer = 0; offer < 4 * Village.ENTRIES + 1; offer++) {
            eve.offer(Nodes.room(offer), eve.ids.peer());
        }
        here.hear(eve.say());
        assertEquals(4 * Village.ENTRIES, here.tables.get(here.node()).read(Village.TABLE).size());
    }

    @Test
    void nobodyTakesTheSeatOfAPeerThatIsHere() {
        eve.offer(ROOM, ann.self());
        eve.mail(ROOM, ann.self(), ann.self(), eve.signal(1, "1"));
        hear(eve);
        assertEquals(Set.of(), guests());
        assertEquals(Optional.empty(), ann.closed());
        ann.done("'type':'offers'");
    }

    @Test
    void nobodySpeaksForTheGuestOfAnotherCluster() {
        Village there = new Village(1, 2);
        Client bob = there.join();
        Village.publish(bob, "'true'");
        meet(there, here);
        Offer other = eve.offer(ROOM, bob.self());
        eve.mail(ROOM, bob.self(), ann.self(), eve.signal(1, "1"));
        hear(eve);
        assertEquals("unknown-offer", ann.refused("'type':'claim','offer':'" + other.id() + "'"));
        assertEquals("\"true\"", ann.done("'type':'claim','from':'" + bob.self() + "'").get("data").toString());
        assertEquals(0, heard(ann, "signal").size());
    }

    @Test
    void whoIsHereUnderTheNameOfAGuestIsNoGuest() {
        String peer = eve.ids.peer();
        eve.offer(ROOM, peer);
        hear(eve);
        assertEquals(Set.of(peer), guests());
        assertEquals(false, here.node().rooms.receive(ROOM, peer, Arrival.ofGuest(new Deaf("deaf"), here.name())), "nor that of another cluster");
        assertEquals(false, here.node().rooms.receive(ROOM, ann.self(), Arrival.ofGuest(new Deaf("deaf"), eve.name())));
    }

    @Test
    void anOfferOfSomebodyHereIsNotReplacedByOneOfTheSameId() {
        String offer = Village.publish(ann, "'anns'");
        eve.post(ROOM, new Standing(new Offer(offer, eve.ids.peer(), "", "", here.nodes.clock.millis() + 9000, "0")));
        hear(eve);
        assertEquals("\"anns\"", here.join().done("'type':'claim','offer':'" + offer + "'").get("data").toString());
    }

    @Test
    void whatWasTakenBackIsNotBroughtAgain() {
        Village there = new Village(1, 2);
        Client bob = there.join();
        Village.publish(bob, "1");
        meet(there, here);
        String old = there.say();
        bob.done("'type':'leave'");
        meet(there, here);
        here.hear(old);
        here.pass(16);
        assertEquals(Set.of(), guests());
    }

    @Test
    void whatEndsLaterThanAnyOfferIsNoOffer() {
        eve.offer(ROOM, eve.ids.peer(), 150_001);
        eve.offer(ROOM, eve.ids.peer(), 0);
        hear(eve);
        assertEquals(Set.of(), guests());
        String peer = eve.ids.peer();
        eve.offer(ROOM, peer, 150_000);
        hear(eve);
        assertEquals(Set.of(peer), guests(), "its clock may be ahead");
    }

    @Test
    void answersToNothingAreDroppedAndDisturbNobody() {
        String peer = eve.ids.peer();
        String offer = Village.publish(ann, "1");
        Offer unknown = new Offer(eve.ids.offer(), ann.self(), "", "", 1, "");
        Offer stale = new Offer(offer, ann.self(), "", "", 1, "");
        eve.mail(ROOM, peer, ann.self(), eve.answer(1, unknown), eve.answer(2, stale), eve.signal(3, "3"));
        hear(eve);
        assertEquals(0, heard(ann, "answer").size());
        assertEquals(1, heard(ann, "signal").size(), "what comes after is heard");
        assertEquals(1, here.join().done("'type':'offers'").getJsonArray("offers").size());
    }

    @Test
    void mailIsHeardOnceAlsoWhenItIsBroughtAgain() {
        String peer = eve.ids.peer();
        eve.mail(ROOM, peer, ann.self(), eve.signal(1, "1"));
        hear(eve);
        eve.mail(ROOM, peer, ann.self(), eve.signal(1, "1"), eve.signal(2, "2"));
        hear(eve);
        here.pass(5);
        assertEquals(2, heard(ann, "signal").size());
    }

    @Test
    void whatIsNoNoticeIsPassedOver() {
        eve.spoil(text -> text.replace("\"data\":1", "\"data\":1},{\"x\":1"));
        eve.offer(ROOM, eve.ids.peer());
        eve.spoil(text -> text.replace("\"data\":1", "\"data\":\"" + "x".repeat(9000) + "\""));
        String large = eve.ids.peer();
        eve.mail(ROOM, large, ann.self(), eve.signal(1, "1"));
        eve.spoil(text -> text.replace("\"peer\":\"", "\"peer\":\"../"));
        eve.offer(ROOM, eve.ids.peer());
        hear(eve);
        assertEquals(Set.of(large), guests());
        assertEquals(0, heard(ann, "signal").size());
    }

    @Test
    void theLogOfARoomTakesSoMuchFromOutsideAMinute() {
        String peer = eve.ids.peer();
        long before = ann.offset();
        for (int mail = 0; mail < 10; mail++) {
            eve.mail(ROOM, peer, ann.self(), IntStream.range(32 * mail, 32 * mail + 32).mapToObj(number -> eve.signal(number, "1"))
                    .toArray(Item[]::new));
            hear(eve);
        }
        assertEquals(60, ann.offset() - before, "the guest itself is one of them");
        here.pass(10);
        assertTrue(ann.offset() - before <= 80, "then two a second");
        assertNotEquals(60, ann.offset() - before);
    }
}
