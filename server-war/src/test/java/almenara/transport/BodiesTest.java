package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    private static final int MOST = 10;

    private static void check(Map<String, String> headers) {
        Bodies.check(Exchanges.request(headers), MOST);
    }

    private static void refused(Refusal.Code code, Map<String, String> headers) {
        assertEquals(code, assertThrows(Refusal.class, () -> check(headers)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "text/plain", "text/plain;charset=UTF-8", ""})
    void jsonAndPlainTextAreRead(String type) {
        assertDoesNotThrow(() -> check(Map.of("Content-Type", type)));
    }

    @Test
    void aBodyNeedNotSayWhatItIs() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "text/html", "json"})
    void otherTypesAreRefused(String type) {
        refused(Refusal.Code.UNSUPPORTED_TYPE, Map.of("Content-Type", type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8", "application/x-www-form-urlencoded-too", "Multipart/Form-Data; boundary=x"})
    void aFormIsRefusedBeforeTheContainerWaitsForIt(String type) {
        HttpServletRequest request = Exchanges.request(Map.of("Content-Type", type));
        assertEquals(Refusal.Code.UNSUPPORTED_TYPE, assertThrows(Refusal.class, () -> Bodies.checkNoForm(request)).code());
        HttpServletRequest post = Exchanges.request(Map.of("Content-Type", type, "method", "POST"));
        assertEquals(Refusal.Code.UNSUPPORTED_TYPE, assertThrows(Refusal.class, () -> new EngineServlet().answer(post, Exchanges.response(new HashMap<>()))).code());
    }

    @Test
    void aBodyIsRefusedWhereTheContainerWouldWaitForIt() {
        for (Map<String, String> head : List.of(Map.of("Content-Length", "1"), Map.of("Transfer-Encoding", "chunked"))) {
            HttpServletRequest request = Exchanges.request(head);
            assertEquals(Refusal.Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> Bodies.checkNone(request)).code());
        }
        assertDoesNotThrow(() -> Bodies.checkNone(Exchanges.request(Map.of("Content-Length", "0"))));
    }

    @Test
    void whatIsNoFormIsNoneOfTheContainersBusiness() {
        for (Map<String, String> headers : List.of(Map.<String, String>of(), Map.of("Content-Type", "text/plain;charset=UTF-8"), Map.of("Content-Type", "application/octet-stream"))) {
            assertDoesNotThrow(() -> Bodies.checkNoForm(Exchanges.request(headers)));
        }
    }

    @Test
    void whatIsEncodedIsRefused() {
        refused(Refusal.Code.UNSUPPORTED_TYPE, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"));
    }

    @Test
    void theLengthThatIsToldHasABound() {
        assertDoesNotThrow(() -> check(Map.of("Content-Length", "10")));
        refused(Refusal.Code.TOO_LARGE, Map.of("Content-Length", "11"));
        refused(Refusal.Code.TOO_LARGE, Map.of("Content-Length", "9223372036854775807"));
    }

    @Test
    void textIsStrictlyUtf8() {
        assertEquals("é€😀", Bodies.text("é€😀".getBytes(StandardCharsets.UTF_8)));
        for (byte[] bad : new byte[][] {{(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            assertEquals(Refusal.Code.BAD_TEXT, assertThrows(Refusal.class, () -> Bodies.text(bad)).code());
        }
    }
}
