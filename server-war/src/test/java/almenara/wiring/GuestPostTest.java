package almenara.wiring;

import static almenara.wiring.Village.ROOM;
import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.meet;
import static almenara.wiring.Village.publish;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a cluster says of its rooms, and for how long. */
class GuestPostTest {

    private final Village here = new Village(1, 1);
    private final Village there = new Village(1, 2);

    private int entries(Village village) {
        return village.tables.get(village.node()).read(Village.TABLE).size();
    }

    private void signal(Client from, Client to, String data) {
        from.done("'type':'signal','to':'" + to.self() + "','data':" + data);
    }

    private static List<String> signals(Client client) {
        return heard(client, "signal").stream().map(each -> each.get("data").toString()).toList();
    }

    @Test
    void twoOffersOfAPeerAreTold() {
        Client ann = here.join();
        for (int offer = 0; offer < 3; offer++) {
            publish(ann, "1");
        }
        meet(here, there);
        assertEquals(2, there.join().done("'type':'offers'").getJsonArray("offers").size());
    }

    @Test
    void anOfferForSomebodyOfTheOwnClusterIsNotTold() {
        Client ann = here.join();
        Client carl = here.join();
        ann.done("'type':'offer','to':'" + carl.self() + "','data':1");
        here.round();
        assertEquals(0, entries(here));
    }

    @Test
    void anOfferForAGuestIsForThatOneElsewhere() {
        Client bob = there.join();
        Client dora = there.join();
        publish(bob, "1");
        meet(here, there);
        Client ann = here.join();
        ann.done("'type':'offer','to':'" + bob.self() + "','data':2");
        meet(here, there);
        assertEquals(1, bob.done("'type':'offers','from':'" + ann.self() + "'").getJsonArray("offers").size());
        assertEquals(0, dora.done("'type':'offers','from':'" + ann.self() + "'").getJsonArray("offers").size());
    }

    @Test
    void anOfferForAGuestThatIsTooLargeToBeToldIsRefused() {
        Client bob = there.join();
        publish(bob, "1");
        meet(here, there);
        Client ann = here.join();
        String most = "'" + "x".repeat(8190) + "'";
        String large = "'" + "x".repeat(8191) + "'";
        String to = "'type':'offer','to':'" + bob.self() + "','data':";
        assertEquals("too-large", ann.refused(to + large));
        String refresh = "'type':'refresh','offer':'" + ann.done(to + most).getString("offer") + "','data':";
        assertEquals("too-large", ann.refused(refresh + large));
        ann.done(refresh + most);
        meet(here, there);
        assertEquals(1, bob.done("'type':'offers','from':'" + ann.self() + "'").getJsonArray("offers").size());
    }

    @Test
    void theOffersOfARoomHaveHalfOfItsEntriesAndMailTheOtherHalf() {
        List<Client> peers = new ArrayList<>();
        for (int peer = 0; peer < Village.ENTRIES / 2 + 1; peer++) {
            peers.add(here.join());
            publish(peers.getLast(), "1");
        }
        here.round();
        assertEquals(Village.ENTRIES / 2, entries(here));
        publish(there.join(), "1");
        meet(there, here);
        String guest = heard(peers.getFirst(), "peer-joined").getLast().getString("peer");
        for (Client peer : peers) {
            peer.done("'type':'signal','to':'" + guest + "','data':1");
            here.round();
        }
        assertEquals(Village.ENTRIES + 1, entries(here), "one is the other cluster's");
    }

    @Test
    void whatTheRoomHasNoEntryForWaitsUntilThereIsOne() {
        Client bob = there.join();
        bob.done("'type':'offer','life':120,'data':1");
        List<Client> peers = new ArrayList<>();
        for (int peer = 0; peer < Village.ENTRIES / 2 + 1; peer++) {
            peers.add(here.join());
        }
        meet(there, here);
        for (Client peer : peers) {
            signal(peer, bob, Integer.toString(peers.indexOf(peer)));
        }
        meet(here, there);
        assertEquals(1 + Village.ENTRIES / 2, entries(here), "one is the other cluster's");
        assertEquals(Village.GUESTS, signals(bob).size());
        here.pass(80);
        there.pass(80);
        meet(here, there);
        assertEquals(Village.GUESTS + 1, signals(bob).size(), "those whose mail was over have gone by now");
    }

    @Test
    void ofWhatWaitsForAPeerTheNewestIsKept() {
        Client ann = here.join();
        Client bob = there.join();
        publish(ann, "1");
        publish(bob, "1");
        meet(here, there);
        for (int number = 0; number < 33; number++) {
            signal(bob, ann, Integer.toString(number));
            there.round();
        }
        meet(here, there);
        List<String> heard = signals(ann);
        assertEquals(List.of(32, "1", "32"), List.of(heard.size(), heard.getFirst(), heard.getLast()));
    }

    @Test
    void whatWaitsForAPeerFitsAnEntry() {
        Client ann = here.join();
        Client bob = there.join();
        publish(ann, "1");
        publish(bob, "1");
        meet(here, there);
        for (String sign : List.of("a", "b", "c")) {
            signal(bob, ann, "'" + sign.repeat(5000) + "'");
        }
        meet(here, there);
        assertEquals(List.of("\"b", "\"c"), signals(ann).stream().map(each -> each.substring(0, 2)).toList());
    }

    @Test
    void whatNobodyHasFetchedForAMinuteIsOver() {
        Client ann = here.join();
        Client bob = there.join();
        ann.done("'type':'offer','life':120,'data':1");
        bob.done("'type':'offer','life':120,'data':1");
        meet(here, there);
        signal(bob, ann, "1");
        there.round();
        there.pass(30);
        here.pass(30);
        signal(bob, ann, "2");
        there.round();
        there.pass(30);
        here.pass(30);
        meet(here, there);
        assertEquals(List.of("2"), signals(ann));
    }

    @Test
    void aRoomOfThreeClustersIsOneRoom() {
        Village third = new Village(1, 3);
        Client ann = here.join();
        publish(ann, "1");
        publish(there.join(), "2");
        publish(third.join(), "3");
        meet(here, there, third);
        assertEquals(2, heard(ann, "peer-joined").size());
        assertEquals(3, third.node().rooms.census().of(ROOM).size());
        meet(here, there, third);
        assertEquals(3, entries(here), "nobody tells of the guests of others");
    }
}
