package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Command;
import almenara.messages.Refusal;
import almenara.networks.Literals;
import almenara.networks.Range;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the head of a request. */
class HeadersFuzzTest {

    private static final String FRIEND = "https://friend.example";
    private static final String PROXY = "10.0.0.1";
    private static final String STRANGER = "192.0.2.1";
    private static final Addresses ADDRESSES = new Addresses(List.of(Range.parse("10.0.0.0/8"), Range.parse("fd00::/8")));
    private static final String RESUME = "abcdefgh.3.";

    static Stream<byte[]> addresses() {
        return Seeds.texts("192.0.2.7", "192.0.2.7, 10.0.0.2", "2001:db8::1%eth0,fd00::1", "unknown, 10.0.0.3", ",,", "::ffff:10.0.0.4", "a,192.0.2.9:8080");
    }

    static Stream<byte[]> origins() {
        return Seeds.texts(FRIEND, "*", "null", "https://node.example", "http://node.example", "https://node.example:443", "");
    }

    static Stream<byte[]> resumptions() {
        return Seeds.texts(RESUME + "token", RESUME.substring(0, RESUME.length() - 1), "abcdefgh.-1.t", "abcdefgh.99999999999999999999.t", "..", "abcdefgh.+3.t", "a.b");
    }

    static Stream<byte[]> authorizations() {
        return Seeds.texts("Bearer " + "a".repeat(26) + "." + "b".repeat(32), "PoW " + "A".repeat(160), "Bearer", "PoW  ", "bearer x", "Basic eDp5");
    }

    static Stream<byte[]> hosts() {
        return Seeds.texts("node.example", "node.example:80", "node.example:443", ":80", "[::1]:443", "", "a b", "node.example:80:80");
    }

    @MethodSource("addresses")
    @FuzzTest
    void nobodyButATrustedProxyNamesTheCaller(byte[] input) {
        List<String> forwarded = List.of(Seeds.text(input).split("\n"));
        assertEquals(STRANGER, ADDRESSES.caller(STRANGER, forwarded));
        String caller = ADDRESSES.caller(PROXY, forwarded);
        assertTrue(Literals.isAddress(caller));
        assertFalse(Addresses.prefix(caller).isEmpty());
        assertEquals(Addresses.key(caller), Addresses.key(Literals.canonical(Literals.bytes(caller))));
    }

    @MethodSource("origins")
    @FuzzTest
    void onlyTheNodesOwnPagesAndItsFriendsComeIn(byte[] input) {
        String origin = Seeds.latin(input);
        Map<String, String> answered = new HashMap<>();
        try {
            new Origins(Set.of(FRIEND)).check(Exchanges.request(Map.of("Origin", origin, "Host", "node.example")), Exchanges.response(answered));
            assertTrue(Set.of(FRIEND, "https://node.example", "http://node.example").contains(origin));
            assertEquals(origin, answered.get("Access-Control-Allow-Origin"));
        } catch (Refusal refused) {
            assertFalse(answered.containsKey("Access-Control-Allow-Origin"));
        }
    }

    @MethodSource("resumptions")
    @FuzzTest
    void aLastEventIdIsAPlaceOrRefused(byte[] input) {
        String last = Seeds.latin(input);
        try {
            Optional<Command.Resume> resume = RoomServlet.resumption(Exchanges.request(Map.of("Last-Event-ID", last, "Authorization", "Bearer other", "Almenara-Proof", last)));
            assertEquals(last.isEmpty(), resume.isEmpty());
            resume.ifPresent(each -> assertTrue(last.startsWith(each.cursor().epoch() + '.') && each.cursor().offset() >= 0));
        } catch (Refusal refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }

    @MethodSource("authorizations")
    @FuzzTest
    void aRequestBringsATokenOrAPaymentAndNotBoth(byte[] input) {
        String text = Seeds.latin(input);
        HttpServletRequest request = Exchanges.request(Map.of("Authorization", text, "Content-Type", text, "method", "POST"));
        assertTrue(HttpCommand.bearer(request).isEmpty() || HttpCommand.payment(request).isEmpty());
        try {
            Bodies.check(request, 1);
        } catch (Refusal refused) {
            assertEquals(Refusal.Code.UNSUPPORTED_TYPE, refused.code());
        }
    }

    @MethodSource("hosts")
    @FuzzTest
    void aHostIsAsItWasCalledWithoutItsUsualPort(byte[] input) {
        String host = Seeds.latin(input);
        String plain = Resource.host(Exchanges.request(Map.of("Host", host)));
        String secure = Resource.host(Exchanges.request(Map.of("Host", host, "secure", "")));
        assertTrue(plain.equals(host) && !host.endsWith(":80") || (plain + ":80").equals(host));
        assertTrue(secure.equals(host) && !host.endsWith(":443") || (secure + ":443").equals(host));
        assertEquals("", Resource.host(Exchanges.request(Map.of())));
    }
}
