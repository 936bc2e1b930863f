package almenara.wiring;

import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.live;
import static almenara.wiring.Village.meet;
import static almenara.wiring.Village.members;
import static almenara.wiring.Village.publish;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Client;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two clusters that know nothing of each other but a table. */
class SharedRoomsTest {

    private final Village here = new Village(1, 1);
    private final Village there = new Village(1, 2);

    private static List<String> peers(Client client, String type) {
        return heard(client, type).stream().map(each -> each.getString("peer")).toList();
    }

    @Test
    void whoComesFindsThePeersOfTheOtherClusterAmongTheMembersAndAnswersTheirOffers() {
        Client ann = here.join();
        String offer = publish(ann, "{'sdp':'ann'}");
        meet(here, there);
        Client bob = there.join();
        assertEquals(Set.of(ann.self()), members(bob));
        JsonObject claimed = bob.done("'type':'claim','from':'" + ann.self() + "'");
        assertEquals(offer, claimed.getString("offer"), "a link has one id at both ends");
        assertEquals("{\"sdp\":\"ann\"}", claimed.get("data").toString());
        bob.done("'type':'answer','offer':'" + offer + "','data':{'sdp':'bob'}");
        ann.take();
        meet(here, there);
        List<JsonObject> events = ann.take();
        assertEquals(List.of("peer-joined", "answer"), events.stream().map(each -> each.getString("type")).toList());
        assertEquals(bob.self(), events.getFirst().getString("peer"), "who answers is a member before its answer comes");
        JsonObject answer = heard(ann, "answer").getFirst();
        assertEquals(List.of(bob.self(), offer, "{\"sdp\":\"bob\"}"), List.of(answer.getString("from"), answer.getString("offer"), answer.get("data").toString()));
        meet(here, there);
        assertEquals("no-offer", there.join().refused("'type':'claim'"), "what was answered stands nowhere");
    }

    @Test
    void thoseWhoWereThereBeforeHearOfEachOther() {
        Client ann = here.join();
        Client bob = there.join();
        publish(ann, "1");
        publish(bob, "2");
        meet(here, there);
        assertEquals(List.of(bob.self()), peers(ann, "peer-joined"));
        assertEquals(List.of(ann.self()), peers(bob, "peer-joined"));
        assertEquals(1, heard(ann, "offer-opened").size());
        live(20, here, there);
        assertEquals(1, heard(ann, "peer-joined").size(), "once");
        assertEquals(1, heard(ann, "offer-opened").size(), "once");
    }

    @Test
    void signalsGoToAndFroInTheirOrderAndOnce() {
        Client ann = here.join();
        Client bob = there.join();
        publish(ann, "1");
        publish(bob, "2");
        meet(here, there);
        for (int number = 0; number < 3; number++) {
            bob.done("'type':'signal','to':'" + ann.self() + "','id':'s" + number + "','data':" + number);
            there.round();
        }
        live(10, here, there);
        List<JsonObject> signals = heard(ann, "signal");
        assertEquals(List.of("0", "1", "2"), signals.stream().map(each -> each.get("data").toString()).toList());
        assertEquals(List.of("s0", "s1", "s2"), signals.stream().map(each -> each.getString("id")).toList());
        assertEquals(bob.self(), signals.getFirst().getString("from"));
        ann.done("'type':'signal','to':'" + bob.self() + "','data':'back'");
        meet(here, there);
        assertEquals(1, heard(bob, "signal").size());
    }

    @Test
    void whatIsSaidToEverybodyStaysInItsCluster() {
        Client ann = here.join();
        Client bob = there.join();
        publish(ann, "1");
        publish(bob, "2");
        meet(here, there);
        bob.done("'type':'signal','data':'all'");
        live(3, here, there);
        assertEquals(List.of(), heard(ann, "signal"));
    }

    @Test
    void ofTwoWhoAnswerOneOfferInTwoClustersOneIsHeard() {
        Village third = new Village(1, 3);
        Client ann = here.join();
        String offer = publish(ann, "1");
        meet(here, there, third);
        for (Village village : List.of(there, third)) {
            Client other = village.join();
            other.done("'type':'claim','from':'" + ann.self() + "'");
            other.done("'type':'answer','offer':'" + offer + "','data':" + village.nodes.size());
        }
        live(25, here, there, third);
        assertEquals(1, heard(ann, "answer").size());
    }

    @Test
    void anOfferThatIsClaimedAtHomeIsAnsweredWhenTheClaimHasCome() {
        Client ann = here.join();
        Client carl = here.join();
        String offer = publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        carl.done("'type':'claim','offer':'" + offer + "'");
        bob.done("'type':'claim','offer':'" + offer + "'");
        bob.done("'type':'answer','offer':'" + offer + "','data':2");
        live(19, here, there);
        assertEquals(List.of(), heard(ann, "answer"));
        live(2, here, there);
        assertEquals(1, heard(ann, "answer").size());
    }

    @Test
    void anAnswerToWhatAnOfferWasBeforeItsRefreshIsDropped() {
        Client ann = here.join();
        String offer = publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        bob.done("'type':'claim','offer':'" + offer + "'");
        bob.done("'type':'answer','offer':'" + offer + "','data':2");
        here.pass(1);
        ann.done("'type':'refresh','offer':'" + offer + "','data':3");
        live(3, here, there);
        assertEquals(List.of(), heard(ann, "answer"));
        assertEquals(1, here.join().done("'type':'offers','from':'" + ann.self() + "'").getJsonArray("offers").size(), "it stands, and nobody holds it");
    }

    @Test
    void aRefreshedOfferIsFollowedUnlessSomebodyClaimsIt() {
        Client ann = here.join();
        String offer = publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        bob.done("'type':'claim','offer':'" + offer + "'");
        live(1, here, there);
        ann.done("'type':'refresh','offer':'" + offer + "','data':3,'life':90");
        live(1, here, there);
        bob.done("'type':'release','offer':'" + offer + "'");
        live(1, here, there);
        assertEquals("3", bob.done("'type':'claim','offer':'" + offer + "'").get("data").toString());
    }

    @Test
    void whatIsTooLargeForATableIsRefusedAndLosesNothing() {
        Client ann = here.join();
        String most = "\"" + "x".repeat(8190) + "\"";
        publish(ann, most.replace('"', '\''));
        publish(ann, "'" + "x".repeat(8191) + "'");
        meet(here, there);
        Client bob = there.join();
        assertEquals(1, bob.done("'type':'offers'").getJsonArray("offers").size());
        String to = "'type':'signal','to':'" + ann.self() + "','data':'";
        assertEquals("too-large", bob.refused(to + "x".repeat(8191) + "'"));
        bob.done(to + "x".repeat(8190) + "'");
        String offer = bob.done("'type':'claim'").getString("offer");
        assertEquals("too-large", bob.refused("'type':'answer','offer':'" + offer + "','data':'" + "x".repeat(8191) + "'"));
        meet(here, there);
        assertEquals(1, heard(ann, "signal").size());
    }
}
