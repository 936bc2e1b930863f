package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The tracker for WebTorrent on the real server. */
@ArquillianTest
class TrackerIT {

    private static final String HASH = "\u00ff\u0001hhhhhhhhhhhhhhhhhh";

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("trusted-proxies=127.0.0.1", "tracker-paths=/torrents,/announce", "tracker-interval-seconds=33", "message-bytes=4096", "dialect-faults=3", "drain-seconds=0");
    }

    private static ForeignSocket connect(String path) {
        return ForeignSocket.connect(path, "192.0.2.9");
    }

    private static String announce(String hash, char peer, String more) {
        return "{\"action\":\"announce\",\"info_hash\":\"" + hash.replace("\u0001", "\\u0001") + "\",\"peer_id\":\"" + String.valueOf(peer).repeat(20) + '"' + more.replace('\'', '"') + '}';
    }

    private static String counted(String hash, int complete, int incomplete) {
        return "{\"complete\":" + complete + ",\"incomplete\":" + incomplete + ",\"action\":\"announce\",\"interval\":33,\"info_hash\":\"" + hash.replace("\u0001", "\\u0001") + "\"}";
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        new Recording("tracker", "/announce", (frame, client) -> { }).replacing("\"interval\":120", "\"interval\":33").play("tracker.txt");
    }

    @Test
    void anOfferIsHandedOverAndAnsweredByWhateverPathAndInTextAndBytes() {
        String offers = ",'offers':[{'offer':{'type':'offer','sdp':'o'},'offer_id':'oooooooooooooooooooo'}]";
        try (ForeignSocket one = connect("/torrents"); ForeignSocket two = connect("/announce/any?x")) {
            one.says(announce(HASH, 'a', ""));
            one.hears(counted(HASH, 0, 1));
            two.saysInBytes(announce(HASH, 'b', offers));
            two.hears(counted(HASH, 0, 2));
            one.hears(announce(HASH, 'b', ",'offer':{'type':'offer','sdp':'o'},'offer_id':'oooooooooooooooooooo'"));
            one.saysInBytes(announce(HASH, 'a', ",'to_peer_id':'bbbbbbbbbbbbbbbbbbbb','offer_id':'oooooooooooooooooooo','answer':{'type':'answer','sdp':'a'}"));
            two.hears(announce(HASH, 'a', ",'offer_id':'oooooooooooooooooooo','answer':{'type':'answer','sdp':'a'}"));
        }
    }

    @Test
    void anOfferThatNobodyWasThereForIsForWhoComesNext() {
        String hash = "kept offers are here";
        String offers = ",'offers':[{'offer':{'type':'offer','sdp':'o'},'offer_id':'oooooooooooooooooooo'}]";
        try (ForeignSocket one = connect("/torrents"); ForeignSocket two = connect("/torrents")) {
            one.says(announce(hash, 'a', offers));
            one.hears(counted(hash, 0, 1));
            // once the next frame is answered, the offer is kept
            one.says(announce(hash, 'a', ""));
            one.hears(counted(hash, 0, 1));
            two.says(announce(hash, 'b', ""));
            two.hears(counted(hash, 0, 2));
            two.hears(announce(hash, 'a', ",'offer':{'type':'offer','sdp':'o'},'offer_id':'oooooooooooooooooooo'"));
        }
    }

    @Test
    void whoseConnectionIsOpenKeepsItsPeerIdAndWhoWaitsForItGetsItAfterwards() {
        String hash = "a peer id is my own!";
        ForeignSocket holder = connect("/torrents");
        try (ForeignSocket waits = connect("/torrents")) {
            holder.says(announce(hash, 'v', ""));
            holder.hears(counted(hash, 0, 1));
            waits.says(announce(hash, 'v', ""));
            waits.hears(announce(hash, 'v', ",'failure reason':'another connection has this peer_id'").replace(",\"peer_id\":\"vvvvvvvvvvvvvvvvvvvv\"", ""));
            holder.close();
            waits.hears(counted(hash, 0, 1));
        }
    }

    @Test
    void nonsenseIsToldUntilItIsTooMuchInARow() {
        try (ForeignSocket client = connect("/torrents")) {
            for (int round = 0; round < 2; round++) {
                client.says("nope");
                client.says("{}");
                client.says(announce(HASH, 'n', ",'event':'stopped'"));
            }
            List.of("1", "2", "3").forEach(client::says);
            assertEquals(1008, client.closeCode());
        }
    }

    @Test
    void aFrameHasSoManyBytes() {
        try (ForeignSocket client = connect("/torrents")) {
            String frame = announce("bytes, not so many..", 'a', "");
            client.says(frame + " ".repeat(4096 - frame.length()));
            client.hears(counted("bytes, not so many..", 0, 1));
            client.says(frame + " ".repeat(4097 - frame.length()));
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void statisticsAreToldOverHttpAndCountersAreThoseOfTheDialect() {
        String hash = "statistics are here.";
        try (ForeignSocket client = connect("/torrents")) {
            client.says("{\"action\":\"announce\",\"info_hash\":\"" + hash + "\",\"peer_id\":\"-XY0302-abcdefghijkl\",\"left\":0}");
            client.hears(counted(hash, 1, 0));
            for (String path : List.of("/torrents/stats", "/announce/stats.json")) {
                JsonObject stats = Http.get(path).json();
                assertTrue(stats.getInt("torrents") >= 1 && stats.getInt("peersSeederOnly") >= 1, stats.toString());
                assertEquals(1, stats.getJsonObject("clients").getJsonObject("XY").getInt("0302"));
            }
            assertTrue(Meters.connections("tracker") >= 1);
            assertTrue(Meters.frames("tracker", "taken") >= 1);
        }
        assertEquals(200, Http.get("/torrents").status());
        assertEquals(404, Http.get("/torrents/nothing").status());
        assertEquals(404, Http.get("/tracker").status());
        assertThrows(CompletionException.class, () -> connect("/tracker"));
    }

    @Test
    void whoIsThereWhenTheNodeEndsIsToldToComeAgain() {
        try (ForeignSocket client = connect("/torrents")) {
            client.says(announce(HASH, 'z', ""));
            Management.away(() -> assertEquals(1012, client.closeCode()));
        }
    }
}
