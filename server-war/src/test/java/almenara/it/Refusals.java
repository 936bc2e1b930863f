package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How each refusal is provoked, over WebSocket and over HTTP. The limits are those of {@link RefusalsIT}. */
final class Refusals {

    interface Provocation {
        void run(Scene scene);
    }

    static final int CONNECTIONS = 12;
    private static final String NOBODY = "a".repeat(26);
    static final String NOTHING = "a".repeat(16);
    private static final String SIGNAL = "'type':'signal','data':1";
    private static final String JSON = "application/json";

    private final Map<String, Provocation> all = new HashMap<>();

    Refusals() {
        all.put("bad-json", Refusals::badJson);
        all.put("too-deep", Refusals::tooDeep);
        all.put("bad-text", Refusals::badText);
        all.put("bad-message", Refusals::badMessage);
        all.put("unknown-command", both("'type':'dance'"));
        all.put("too-large", Refusals::tooLarge);
        all.put("bad-room", Refusals::badRoom);
        all.put("unknown-room", scene -> scene.request("POST", "/room/" + Server.room(), bytes(SIGNAL), "Content-Type", JSON));
        all.put("not-joined", scene -> scene.refused(SIGNAL + ",'room':'" + Server.room() + "'"));
        all.put("already-joined", Refusals::alreadyJoined);
        all.put("bad-token", Refusals::badToken);
        all.put("proof", Refusals::proof);
        all.put("unknown-peer", Refusals::unknownPeer);
        all.put("unknown-offer", OfferRefusals::unknownOffer);
        all.put("no-offer", OfferRefusals::noOffer);
        all.put("not-yours", OfferRefusals::notYours);
        all.put("offer-claimed", OfferRefusals::offerClaimed);
        all.put("claim-expired", OfferRefusals::claimExpired);
        all.put("room-full", Refusals::roomFull);
        all.put("too-many-rooms", Refusals::tooManyRooms);
        all.put("too-many-offers", OfferRefusals::tooManyOffers);
        all.put("too-many-claims", OfferRefusals::tooManyClaims);
        all.put("no-turn", scene -> scene.command("POST", "/token", "'room':'" + scene.room() + "'"));
        all.put("no-table", scene -> scene.request("POST", "/cgi-bin/shared-state/unnamed", bytes("")));
        all.put("no-mesh", scene -> scene.request("GET", "/nodes/proof?nonce=" + "A".repeat(43), new byte[0]));
        all.put("no-dht", scene -> scene.request("GET", "/dht-get?salt=almenara/&k=" + "A".repeat(43), new byte[0]));
        all.put("overloaded", Refusals::overloaded);
        all.put("forbidden-origin", Refusals::forbiddenOrigin);
        all.put("unsupported-type", Refusals::unsupportedType);
        all.put("method-not-allowed", Refusals::methodNotAllowed);
        all.put("unavailable", NodeRefusals::unavailable);
        all.put("internal", NodeRefusals::internal);
    }

    void put(String code, Provocation provocation) {
        all.put(code, provocation);
    }

    Map<String, Provocation> all() {
        return all;
    }

    /** The command is refused over WebSocket and over HTTP. */
    static Provocation both(String fields) {
        return scene -> {
            scene.refused(fields);
            scene.posted(fields);
        };
    }

    private static byte[] bytes(String fields) {
        return Server.object(fields).getBytes(StandardCharsets.UTF_8);
    }

    private static void badJson(Scene scene) {
        scene.refusedFrame("not JSON");
        scene.refusedFrame("");
        scene.refused("'type':'ping','a':1,'a':2");
        scene.refused("'type':'ping','a':" + "1".repeat(33));
        scene.refused("'type':'ping'," + IntStream.range(0, 64).mapToObj(key -> "'k" + key + "':1").collect(Collectors.joining(",")));
        scene.body("not JSON", JSON);
        scene.posted("'type':'ping','a':1,'a':2");
    }

    private static void tooDeep(Scene scene) {
        both("'type':'signal','data':" + "[".repeat(16) + "]".repeat(16)).run(scene);
    }

    private static void badText(Scene scene) {
        both("'type':'signal','data':'\\ud800'").run(scene);
        scene.request("POST", scene.path(""), new byte[] {'"', (byte) 0xff, '"'}, "Content-Type", JSON);
    }

    private static void badMessage(Scene scene) {
        scene.refusedFrame("[]");
        scene.me().say(new byte[] {1});
        scene.check(scene.me().next("refused"));
        for (String fields : List.of("'nothing':1", "'type':7", "'type':'signal'", "'type':'offer','data':1,'life':4", "'type':'offer','data':1,'life':121",
                SIGNAL + ",'id':'" + "x".repeat(65) + "'", SIGNAL + ",'to':'" + scene.me().self() + "'", "'type':'answer','data':1",
                "'type':'hold','offer':'x'", "'type':'claim','except':'" + NOBODY + "'")) {
            both(fields).run(scene);
        }
        scene.posted("'type':'join'");
        scene.posted("'type':'resume','token':'x','epoch':'y','offset':1");
    }

    private static void tooLarge(Scene scene) {
        String large = "x".repeat(65_536);
        scene.body('"' + large + '"', JSON);
        scene.me().say('"' + large + '"');
        scene.check(scene.me().next("refused"));
        assertEquals(1009, scene.me().closeCode());
    }

    private static void badRoom(Scene scene) {
        scene.refused(SIGNAL + ",'room':'x'");
        scene.upgrade("x");
        scene.request("POST", "/room/" + "_".repeat(43), bytes(SIGNAL), "Content-Type", JSON);
        scene.request("GET", "/room/", new byte[0]);
        scene.request("GET", "/room/x", new byte[0], "Accept", "text/event-stream");
    }

    private static void alreadyJoined(Scene scene) {
        scene.refused("'type':'join'");
        scene.refused("'type':'resume','token':'" + scene.me().token() + "','epoch':'" + scene.me().joined().getString("epoch") + "','offset':1");
    }

    private static void badToken(Scene scene) {
        String forged = scene.me().self() + "." + "a".repeat(32);
        try (Client stranger = Client.connect(scene.room())) {
            scene.check(stranger.ask("'type':'resume','token':'" + forged + "','epoch':'aaaaaaaa','offset':1"));
            scene.check(stranger.ask("'type':'resume','token':'x','epoch':'aaaaaaaa','offset':1"));
            stranger.done("'type':'ping'");
        }
        for (String token : List.of(forged, "x", NOBODY + '.' + NOTHING)) {
            scene.request("POST", scene.path(""), bytes(SIGNAL), "Content-Type", JSON, "Authorization", "Bearer " + token);
            scene.request("POST", scene.path(""), bytes(SIGNAL + ",'token':'" + token + "'"), "Content-Type", "text/plain");
        }
        scene.request("POST", scene.path(""), bytes("'type':'leave'"), "Content-Type", JSON);
        scene.request("GET", scene.path("/offers"), new byte[0]);
    }

    private static void proof(Scene scene) {
        String sealed = '~' + Server.room();
        scene.refused("'type':'join','room':'" + sealed + "'");
        scene.refused("'type':'join','proof':'nonsense','room':'" + sealed + "'");
        try (Client stranger = Client.connect(sealed)) {
            scene.check(stranger.ask("'type':'join'"));
            scene.check(stranger.ask("'type':'resume','token':'" + NOBODY + '.' + NOTHING + "','epoch':'aaaaaaaa','offset':1"));
            stranger.done("'type':'ping'");
        }
        Http.Answer answer = scene.request("GET", "/room/" + sealed, new byte[0], "Accept", "text/event-stream");
        assertEquals(64, answer.json().getString("challenge").length());
    }

    private static void unknownPeer(Scene scene) {
        both(SIGNAL + ",'to':'" + NOBODY + "'").run(scene);
        both("'type':'offer','data':1,'to':'" + NOBODY + "'").run(scene);
        both("'type':'offers','from':'" + NOBODY + "'").run(scene);
        both("'type':'claim','from':'nobody'").run(scene);
    }

    private static void roomFull(Scene scene) {
        try (Client third = Client.join(scene.room()); Client fourth = Client.connect(scene.room()); EventStream stream = EventStream.open(scene.room())) {
            scene.check(fourth.ask("'type':'join'"));
            fourth.done("'type':'ping'");
            scene.check(stream.next().data());
            third.done("'type':'ping'");
        }
    }

    private static void tooManyRooms(Scene scene) {
        scene.me().ask("'type':'join','room':'" + Server.room() + "'");
        scene.refused("'type':'join','room':'" + Server.room() + "'");
    }

    private static void overloaded(Scene scene) {
        List<Client> crowd = new ArrayList<>();
        try {
            int open = Http.get("/", "Accept", JSON).json().getInt("connections");
            for (int i = open; i < CONNECTIONS; i++) {
                crowd.add(Client.connect(Server.room()));
            }
            scene.upgrade(Server.room());
            Http.Answer answer = scene.request("GET", scene.path(""), new byte[0], "Accept", "text/event-stream");
            assertEquals("5", answer.header("Retry-After"));
            assertEquals(5000, answer.json().getInt("retryAfter"));
        } finally {
            crowd.forEach(Client::close);
        }
    }

    private static void forbiddenOrigin(Scene scene) {
        String origin = "https://elsewhere.example";
        scene.upgrade(scene.room(), "Origin: " + origin);
        for (String method : List.of("GET", "POST", "OPTIONS")) {
            Http.Answer answer = scene.request(method, scene.path(""), new byte[0], "Origin", origin, "Accept", "text/event-stream");
            assertTrue(answer.header("Access-Control-Allow-Origin").isEmpty());
        }
    }

    private static void unsupportedType(Scene scene) {
        scene.body(Server.object(SIGNAL), "application/xml");
        scene.body(Server.object(SIGNAL), "application/x-www-form-urlencoded");
        scene.request("POST", scene.path(""), bytes(SIGNAL), "Content-Type", JSON, "Content-Encoding", "gzip");
    }

    private static void methodNotAllowed(Scene scene) {
        for (String method : List.of("PUT", "DELETE", "PATCH")) {
            scene.request(method, scene.path(""), new byte[0]);
        }
        scene.request("PATCH", scene.path("/offers"), new byte[0]);
        scene.request("GET", scene.path("/offers/" + NOTHING), new byte[0]);
        scene.request("GET", scene.path("/members"), new byte[0]);
        assertFalse(Http.get(scene.path("")).body().isEmpty());
    }
}
