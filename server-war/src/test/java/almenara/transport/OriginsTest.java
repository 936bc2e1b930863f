package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final String FRIEND = "https://friend.example";
    private final Origins some = new Origins(Set.of(FRIEND));
    private final Map<String, String> answered = new HashMap<>();

    private void check(Origins origins, Map<String, String> headers) {
        origins.check(Exchanges.request(headers), Exchanges.response(answered));
    }

    @Test
    void aStarLetsEveryPageIn() {
        check(new Origins(Set.of("*")), Map.of("Origin", "https://anybody.example"));
        assertEquals("*", answered.get("Access-Control-Allow-Origin"));
        assertFalse(answered.containsKey("Access-Control-Allow-Credentials"));
        assertFalse(answered.containsKey("Vary"));
    }

    @Test
    void anAllowedPageIsToldSo() {
        check(some, Map.of("Origin", FRIEND));
        assertEquals(FRIEND, answered.get("Access-Control-Allow-Origin"));
        assertEquals("Origin", answered.get("Vary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://stranger.example", "http://friend.example", "https://friend.example:444", "https://friend.example.org", "HTTPS://FRIEND.EXAMPLE",
        "null", "", "*", "https://node.example.org", "ftp://node.example"})
    void anyOtherPageIsRefusedAndNotToldOtherwise(String origin) {
        Refusal refusal = assertThrows(Refusal.class, () -> check(some, Map.of("Origin", origin, "Host", "node.example")));
        assertEquals(Refusal.Code.FORBIDDEN_ORIGIN, refusal.code());
        assertFalse(answered.containsKey("Access-Control-Allow-Origin"));
    }

    @Test
    void aPageOfThisHostComesIn() {
        check(some, Map.of("Origin", "https://node.example:8443", "Host", "node.example:8443"));
        check(some, Map.of("Origin", "http://node.example", "Host", "node.example"));
        assertEquals("http://node.example", answered.get("Access-Control-Allow-Origin"));
    }

    @Test
    void whatIsNoPageComesInWithoutAWord() {
        check(some, Map.of("Host", "node.example"));
        assertFalse(answered.containsKey("Access-Control-Allow-Origin"));
    }

    @Test
    void whereAnOriginHasToBeNamedAStarNamesNone() {
        for (Origins origins : new Origins[] {new Origins(Set.of("*")), some}) {
            for (String origin : new String[] {"https://anybody.example", "*", "null", ""}) {
                assertThrows(Refusal.class, () -> origins.checkNamed(Exchanges.request(Map.of("Origin", origin, "Host", "node.example"))), origin);
            }
            origins.checkNamed(Exchanges.request(Map.of("Host", "node.example")));
            origins.checkNamed(Exchanges.request(Map.of("Origin", "https://node.example", "Host", "node.example")));
        }
        new Origins(Set.of("*", FRIEND)).checkNamed(Exchanges.request(Map.of("Origin", FRIEND)));
    }

    @Test
    void aPreflightNamesMethodsAndHeaders() {
        some.preflight(Exchanges.response(answered));
        assertEquals("204", answered.get("status"));
        assertTrue(answered.get("Access-Control-Allow-Methods").contains("DELETE"));
        assertTrue(answered.get("Access-Control-Allow-Headers").contains("Last-Event-ID"));
    }
}
