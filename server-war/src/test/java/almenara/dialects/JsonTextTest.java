package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void whatJsonDoesNotTakeAsItIsIsEscaped() {
        assertEquals("\"\"", JsonText.quoted(""));
        assertEquals("\"plain \u00e9 \ud83d\ude00\"", JsonText.quoted("plain \u00e9 \ud83d\ude00"));
        assertEquals("\"\\\"a\\\\b\\\"\"", JsonText.quoted("\"a\\b\""));
        assertEquals("\"\\u0000x\\u001f \\u000a\\u2028\\u2029\"", JsonText.quoted("\u0000x\u001f \n\u2028\u2029"));
    }

    @Test
    void fieldsStandInTheirOrderAndEmptyOnesNowhere() {
        JsonText text = new JsonText().optional("none", "").raw("none", "").field("a", "x").field("b", 1).field("c", true).raw("d", "[2]").optional("e", "y");
        assertEquals("{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":[2],\"e\":\"y\"}", text.end());
        assertEquals("{}", new JsonText().end());
    }
}
