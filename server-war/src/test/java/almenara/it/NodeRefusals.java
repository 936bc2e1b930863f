package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Refusals that are the node's fault or fate; the {@link Probe} makes them happen. */
final class NodeRefusals {

    private static final String SIGNAL = "'type':'signal','data':1";

    private NodeRefusals() {
    }

    /** The log can't be written, as in the smaller part of a cluster that has split. */
    static void unavailable(Scene scene) {
        scene.settle();
        probe("/veto?cache=log");
        try {
            Http.Answer answer = Http.post(scene.path(""), scene.me().token(), SIGNAL);
            scene.check(answer);
            assertEquals("1", answer.header("Retry-After"));
            scene.check(scene.me().ask(SIGNAL));
            assertEquals(4503, scene.me().closeCode());
        } finally {
            probe("/relent?cache=log");
        }
        scene.assertUndisturbed();
        cutOff(scene);
    }

    /** The whole node is cut off: it closes its connections and lets nobody in. */
    private static void cutOff(Scene scene) {
        availability("rooms", "DEGRADED_MODE");
        try {
            assertEquals(4503, scene.witness().closeCode());
            assertEquals(503, Http.send("GET", Server.management("/health/ready"), new byte[0]).status());
            scene.check(Http.post(scene.path(""), "", SIGNAL));
            scene.check(Http.get(scene.path(""), "Accept", "text/event-stream"));
        } finally {
            availability("rooms", "AVAILABLE");
        }
        Server.await("the node is ready again", () -> Http.send("GET", Server.management("/health/ready"), new byte[0]).status() == 200);
    }

    /** What the table has for an offer is no offer. */
    static void internal(Scene scene) {
        String offer = "b".repeat(16);
        String key = encoded(scene.room() + '/' + offer);
        probe("/put?cache=offers&key=" + key + "&value=junk");
        try {
            scene.request("PUT", scene.path("/offers/" + offer + "/claim"), new byte[0], "Authorization", "Bearer " + scene.me().token());
            scene.me().say(Server.object("'type':'claim','offer':'" + offer + "'"));
            assertEquals(1011, scene.me().closeCode());
        } finally {
            probe("/remove?cache=offers&key=" + key);
        }
    }

    private static void availability(String cache, String mode) {
        probe("/availability?cache=" + cache + "&mode=" + mode);
    }

    private static void probe(String path) {
        Http.Answer answer = Http.send("POST", Server.http("/probe" + path), new byte[0]);
        assertEquals(200, answer.status(), answer::body);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
