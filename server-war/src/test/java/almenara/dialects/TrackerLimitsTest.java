package almenara.dialects;

import static almenara.dialects.Swarming.HASH;
import static almenara.dialects.Swarming.all;
import static almenara.dialects.Swarming.announce;
import static almenara.dialects.Swarming.answer;
import static almenara.dialects.Swarming.answered;
import static almenara.dialects.Swarming.counted;
import static almenara.dialects.Swarming.failed;
import static almenara.dialects.Swarming.id;
import static almenara.dialects.Swarming.offered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerLimitsTest {

    private final Swarming swarm = new Swarming(Swarming.LIMITS);

    private static Swarming small(int rooms, int members) {
        return new Swarming(new Tracker.Limits(5, 4, 2, 50, 120, rooms, members, 2));
    }

    @Test
    void aTorrentWithMorePeersThanARoomHasMembersGoesOnInAnotherRoomAndItsPeersMeetAllTheSame() {
        Swarming torrent = small(3, 1);
        ForeignClient first = torrent.come(0, 'a');
        ForeignClient second = torrent.come(1, 'b');
        ForeignClient third = torrent.connect(2).says(announce('c', "1", "2"));
        assertEquals(all(counted(0, 3)), third.takes());
        List<String> offers = new ArrayList<>(first.takes());
        offers.addAll(second.takes());
        assertEquals(all(offered('c', "1"), offered('c', "2")), offers.stream().sorted().toList());
        first.says(answer('a', 'c', "1")).says(answer('a', 'c', "2"));
        second.says(answer('b', 'c', "1")).says(answer('b', 'c', "2"));
        assertEquals(2, third.takes().size());
        assertEquals(3, torrent.nodes.node(0).rooms.size());
        third.says(announce('c', "'event':'completed'", 0));
        assertEquals(all(counted(1, 2)), third.takes());
        assertTrue(torrent.dialect().page("stats").text().startsWith("{\"torrents\":1,\"activeTorrents\":1,\"peersAll\":3"));
    }

    @Test
    void aTorrentHasSoManyPeersAndTheNextIsToldSoAndComesOnceThereIsAPlace() {
        Swarming torrent = small(2, 2);
        List<ForeignClient> peers = IntStream.range(0, 4).mapToObj(each -> torrent.come(each % 3, (char) ('a' + each))).toList();
        ForeignClient tooMany = torrent.connect(0).says(announce('x'));
        assertEquals(all(failed(TrackerSeat.FULL)), tooMany.takes());
        peers.getFirst().goes();
        tooMany.says(announce('x'));
        assertEquals(all(counted(0, 4)), tooMany.takes());
    }

    @Test
    void aRoomThatTurnsOutToBeFullIsPassedBy() {
        Swarming torrent = small(2, 1000);
        for (int each = 0; each < 101; each++) {
            torrent.connect(each % 3).says(announce('a').replace(id('a'), "%020d".formatted(each)));
        }
        assertEquals(2, torrent.nodes.node(0).rooms.size());
    }

    @Test
    void aConnectionIsInSoManyTorrents() {
        ForeignClient client = swarm.connect(0);
        for (int each = 0; each < 4; each++) {
            client.says(announce('a').replace(HASH, id((char) ('1' + each))));
        }
        List<String> heard = client.takes();
        assertTrue(heard.get(2).contains("\"incomplete\":1"));
        assertEquals(failed("a connection joins at most 3 rooms").replace(HASH, id('4')), heard.get(3));
        client.says(announce('a', "'event':'stopped'", 1).replace(HASH, id('1'))).says(announce('a').replace(HASH, id('4')));
        assertEquals(List.of(), client.takes().stream().filter(frame -> frame.contains("failure")).toList());
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "5, 5", "6, 5"})
    void soManyOffersOfAnAnnounceAreTaken(int said, int taken) {
        List<ForeignClient> others = IntStream.range(0, 6).mapToObj(each -> swarm.come(each % 3, (char) ('p' + each))).toList();
        swarm.connect(0).says(announce('a', IntStream.range(0, said).mapToObj(String::valueOf).toArray(String[]::new)));
        assertEquals(taken, others.stream().mapToInt(other -> other.takes().size()).sum());
    }

    @ParameterizedTest
    @CsvSource({"3, 0123", "4, 0123", "5, 1234"})
    void soManyOffersOfAPeerAreKeptAndTheNewestCount(int last, String kept) {
        ForeignClient author = swarm.come(0, 'a', "0", "1", "2", "3");
        if (last > 3) {
            author.says(announce('a', String.valueOf(last == 4 ? 3 : 4)));
        }
        var offers = swarm.nodes.node(1).offers;
        String room = offers.rooms().iterator().next();
        String names = offers.list(room, "", "").stream().map(offer -> TrackerSignal.parse(offer.data()).orElseThrow().id().substring(0, 1)).sorted().collect(Collectors.joining());
        assertEquals(kept, names);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void soManyOffersMayBeAnsweredAndTheOldestIsForgotten(int more, boolean answerable) {
        Unanswered unanswered = new Unanswered(10);
        for (int each = 0; each < Unanswered.MOST + more; each++) {
            unanswered.add(new TrackerSignal(TrackerSignal.OFFER, "offer" + each, "peer", new TrackerSignal.Place("room", "member"), "{}"), "");
        }
        assertEquals(answerable, unanswered.remove("peer", "offer0").isPresent());
        assertTrue(unanswered.remove("peer", "offer" + (Unanswered.MOST - 1)).isPresent());
    }

    @Test
    void whoOffersTheMostPushesOutItsOwnOffersFirst() {
        Unanswered unanswered = new Unanswered(10);
        TrackerSignal.Place place = new TrackerSignal.Place("room", "member");
        unanswered.add(new TrackerSignal(TrackerSignal.OFFER, "offer", "quiet", place, "{}"), "");
        for (int each = 0; each < 3 * Unanswered.MOST; each++) {
            unanswered.add(new TrackerSignal(TrackerSignal.OFFER, "offer" + each, "loud", place, "{}"), "");
        }
        assertTrue(unanswered.remove("quiet", "offer").isPresent());
        long left = IntStream.range(0, 3 * Unanswered.MOST).filter(each -> unanswered.remove("loud", "offer" + each).isPresent()).count();
        assertEquals(Unanswered.MOST - 1, left);
    }

    @ParameterizedTest
    @CsvSource({"49, true", "50, true", "51, false"})
    void anOfferMayBeAnsweredForSoLong(int seconds, boolean answerable) {
        ForeignClient author = swarm.come(0, 'a');
        ForeignClient other = swarm.come(1, 'b');
        author.says(announce('a', "1"));
        author.takes();
        other.waits(seconds);
        other.says(answer('b', 'a', "1"));
        assertEquals(answerable ? all(answered('b', "1")) : all(), author.takes());
    }

    @ParameterizedTest
    @CsvSource({"254, true", "255, true", "256, false"})
    void aScrapeIsAboutSoManyTorrents(int many, boolean isTaken) {
        ForeignClient client = swarm.connect(0);
        String hashes = IntStream.range(0, many).mapToObj(each -> "\"%020d\"".formatted(each)).collect(Collectors.joining(","));
        String frame = "{\"action\":\"scrape\",\"info_hash\":[" + hashes + "]}";
        if (isTaken) {
            client.says(frame);
            assertEquals(many, client.takes().getFirst().split("downloaded").length - 1);
        } else {
            assertThrows(Refusal.class, () -> client.says(frame));
            assertTrue(client.takes().getFirst().contains("at most 255 torrents"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hhhhhhhhhhhhhhhhhhh", "hhhhhhhhhhhhhhhhhhhhh", "hhhhhhhhhhhhhhhhhhh\u0100", "hhhhhhhhhhhhhhhhhh\ud83d\ude00"})
    void aNameHasTwentyCharactersThatAreBytes(String hash) {
        ForeignClient client = swarm.connect(0);
        assertThrows(Refusal.class, () -> client.says(announce('a').replace(HASH, hash)));
        assertEquals(all("{\"action\":\"announce\",\"failure reason\":\"invalid info_hash\"}"), client.takes());
        client.says(announce('a').replace(HASH, "hhhhhhhhhhhhhhhhhhh\u00ff"));
        assertEquals(1, client.takes().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nope | this is not JSON", "[] | a message is a JSON object", "{} | invalid action in WS request: ",
        "{'action':'nope'} | invalid action in WS request: nope", "{'action':'1234567890123456789012345678901😀x'} | invalid action in WS request: 1234567890123456789012345678901😀\"", "{'action':'announce'} | invalid info_hash"})
    void whatIsNoAnnounceIsToldInAFormThatNoClientGivesUpFor(String frame, String reason) {
        ForeignClient client = swarm.come(0, 'a');
        assertThrows(Refusal.class, () -> client.says(frame.replace('\'', '"')));
        String told = client.takes().getFirst();
        assertTrue(told.startsWith("{\"action\":\"announce\",\"failure reason\":\"" + (reason == null ? "" : reason)), told);
        client.says(announce('a'));
        assertEquals(all(counted(0, 1)), client.takes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'event':'nope' | invalid event", "'offers':[1] | invalid offer", "'offers':[{'offer':{},'offer_id':'x'}] | invalid offer_id",
        "'offers':[{'offer':'sdp','offer_id':'oooooooooooooooooooo'}] | invalid offer",
        "'answer':{} | invalid `to_peer_id` (required with `answer`)",
        "'answer':{},'to_peer_id':'oooooooooooooooooooo' | invalid offer_id",
        "'answer':1,'to_peer_id':'oooooooooooooooooooo','offer_id':'oooooooooooooooooooo' | invalid answer"})
    void anAnnounceThatIsWrongChangesNothing(String wrong, String reason) {
        ForeignClient client = swarm.come(0, 'a');
        assertThrows(Refusal.class, () -> client.says(announce('a', wrong.strip(), 0)));
        assertEquals(all(failed(reason)), client.takes());
        client.says(announce('a'));
        assertEquals(all(counted(0, 1)), client.takes());
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = swarm.come(0, 'w');
        ForeignClient noisy = swarm.connect(1);
        Noise.by(noisy, "{\"action\":\"announce\",\"info_hash\":\"" + id('z') + "\",\"peer_id\":\"" + id('w') + '"', "{", "}", "[", "]", "\"action\"", ":", ",", "\"announce\"", "\"scrape\"", "\"info_hash\"", "\"" + HASH + '"', "\"peer_id\"", "null", "1e9",
                "\"offers\"", "\"answer\"", "\"event\"", "\"stopped\"", "\"" + id('w') + '"', "\\u0000", "é");
        assertEquals(all(), witness.takes());
        witness.says(announce('w'));
        assertEquals(all(counted(0, 1)), witness.takes());
        assertTrue(noisy.takes().stream().allMatch(frame -> frame.startsWith("{\"action\":\"") || frame.startsWith("{\"complete\":")));
    }

    @Test
    void whoWaitsForItsPeerIdWithoutAWordCountsAsIfItAsked() {
        ForeignClient holder = swarm.come(0, 'a');
        ForeignClient waits = swarm.connect(1).says(announce('a'));
        waits.takes();
        holder.goes();
        waits.hasSaidEnough(true);
        waits.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(), waits.takes());
        waits.hasSaidEnough(false);
        waits.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(counted(0, 1)), waits.takes());
    }

    @Test
    void aConnectionWaitsForSoManyPeerIds() {
        List<String> hashes = List.of(id('1'), id('2'), id('3'));
        ForeignClient holder = swarm.connect(0);
        ForeignClient waits = swarm.connect(1);
        hashes.forEach(hash -> holder.says(announce('a').replace(HASH, hash)));
        hashes.forEach(hash -> waits.says(announce('a').replace(HASH, hash)));
        assertEquals(3, waits.takes().size());
        holder.goes();
        waits.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(List.of(id('1'), id('2')), waits.takes().stream().map(frame -> frame.replaceAll(".*info_hash\":\"(.*)\".*", "$1")).toList());
    }
}
