package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private final StrictJson json = new StrictJson(new JsonLimits(16));

    private void refused(Code code, String text) {
        assertEquals(code, assertThrows(Refusal.class, () -> json.read(text)).code());
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(key -> "\"k" + key + "\":0").collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void nestingGoesSixteenLevelsDeepAndNoDeeper() {
        assertEquals(nested(15), json.read(nested(15)).toString());
        assertEquals(nested(16), json.read(nested(16)).toString());
        refused(Code.TOO_DEEP, nested(17));
        refused(Code.TOO_DEEP, nested(1000));
        refused(Code.TOO_DEEP, "[".repeat(100_000));
        refused(Code.TOO_DEEP, "{\"a\":".repeat(100_000));
        refused(Code.TOO_DEEP, "[{\"a\":".repeat(9) + "1");
    }

    @Test
    void anObjectHasSixtyFourKeysAndNoMore() {
        json.read(keys(63));
        json.read(keys(64));
        refused(Code.BAD_JSON, keys(65));
        json.read("[" + keys(64) + "," + keys(64) + "]");
        refused(Code.BAD_JSON, "{\"a\":" + keys(65) + "}");
    }

    @Test
    void aNumberHasThirtyTwoCharactersAndNoMore() {
        json.read("1".repeat(31));
        assertEquals("1".repeat(32), json.read("1".repeat(32)).toString());
        refused(Code.BAD_JSON, "1".repeat(33));
        refused(Code.BAD_JSON, "-" + "1".repeat(32));
        refused(Code.BAD_JSON, "[0." + "1".repeat(31) + "]");
        refused(Code.BAD_JSON, "{\"a\":" + "1".repeat(2000) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "1e400", "-2.2250738585072014e-308", "1.7976931348623157e308", "9007199254740993"})
    void whatJavaScriptWritesForANumberIsRead(String number) {
        json.read(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "[1e2147483649]"})
    void anExponentThatNothingCanHoldIsRefused(String number) {
        refused(Code.BAD_JSON, number);
    }

    @Test
    void aKeyStandsOnceInAnObject() {
        refused(Code.BAD_JSON, "{\"a\":1,\"a\":1}");
        refused(Code.BAD_JSON, "{\"a\":1,\"\\u0061\":2}");
        refused(Code.BAD_JSON, "{\"b\":[{\"a\":1,\"a\":1}]}");
        json.read("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}");
        json.read("[{\"a\":1},{\"a\":1}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"a\\ud800b\"", "\"\\ud800\\ud800\\udc00\"", "[\"\\udfff\"]",
        "{\"\\ud800\":1}", "{\"a\":{\"\\udc00x\":1}}"})
    void aLoneSurrogateIsNoText(String text) {
        refused(Code.BAD_TEXT, text);
    }

    @Test
    void aPairOfSurrogatesIsText() {
        assertEquals("\"\uD83D\uDE00\"", json.read("\"\\ud83d\\ude00\"").toString());
        json.read("{\"\uD83D\uDE00\":\"\uD83D\uDE00\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "nul", "tru", "{", "}", "[", "]", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":}", "[1 2]", "01",
        "1.", ".5", "+1", "0x1", "NaN", "Infinity", "-", "1e", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\t\"", "\"\n\"", "// a\n1", "/* a */ 1", "\u0000",
        "\uFEFF{}", "{\"a\":1}}", "{\"a\":1]", "[}", "{} {}", "{}x", "[]1", "[],", "1 2", "\"a\" \"b\"", "null null", "true,", "\u00A0{}"})
    void whatIsNotJsonIsRefused(String text) {
        refused(Code.BAD_JSON, text);
    }

    @Test
    void whiteSpaceMayStandAnywhere() {
        assertEquals("{\"a\":[1,null,true]}", json.read(" \r\n\t{ \"a\" : [ 1 , null,\ttrue ] } \n").toString());
    }
}
