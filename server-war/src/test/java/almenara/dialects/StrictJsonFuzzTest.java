package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class StrictJsonFuzzTest {

    private static final StrictJson JSON = new StrictJson(new JsonLimits(16));

    static Stream<byte[]> seeds() {
        return Seeds.json("{'a':[1,-2.5e3,true,null,'x\\u00e9'],'b':{'c':''}}", "[]", "'\\ud83d\\ude00'", "'\\ud83d'", "1e-7", "{'a':1,'a':2}", "[".repeat(17) + "]".repeat(17),
                "12345678901234567890123456789e1", "[1,]", "{'a':[{},[],[[0]]],'d':[1,2,3,4,5,6]}", "\ufeff{}", "[".repeat(3000), "{'\\u0000\\u2028':0}");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenAsTheSame(byte[] input) {
        String text = Seeds.text(input);
        JSON.glance(text);
        try {
            JsonValue value = JSON.read(text);
            assertEquals(value, JSON.glance(value.toString()).orElseThrow());
            assertEquals(value instanceof JsonObject object ? object.size() : 0, JSON.members(text, Integer.MAX_VALUE).size());
        } catch (Refusal refused) {
            // as it should be
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void theMembersThatHoldLittleAreThoseOfTheWhole(byte[] input) {
        try {
            JsonValue value = JSON.read(Seeds.text(input));
            JSON.members(Seeds.text(input), 4).forEach((name, member) -> assertEquals(value.asJsonObject().get(name), member));
        } catch (Refusal refused) {
            // as it should be
        }
    }
}
