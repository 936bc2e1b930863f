package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings as lines {@code number=value}, the number being that of the setting. */
class SettingsFuzzTest {

    private static final Setting[] ALL = Setting.values();
    private static final List<String> VALUES = List.of("1", "10.0.0.0/8, fd00::/8", "::1", "node.example.org:6881", "https://node.example.org/", "stun:a:3478", "turn:a?transport=udp", "a-secret-of-coturn",
            "/path/x", "almenara-offers", "http://10.0.0.1/cgi-bin/shared-state", "443, 8443", "off", "true", "A".repeat(43), "0a".repeat(32), "https://example.org", "*");

    static Stream<byte[]> seeds() {
        return VALUES.stream().flatMap(value -> Seeds.texts(Stream.of(ALL).map(each -> each.ordinal() + "=" + value).reduce("", (one, other) -> one + other + "\n")));
    }

    private static Map<String, String> configured(String lines) {
        Map<String, String> configured = new HashMap<>();
        Arrays.stream(lines.split("\n")).map(line -> line.split("=", 2)).filter(each -> each.length == 2).forEach(each -> configured.put(name(each[0]), each[1]));
        return configured;
    }

    private static String name(String number) {
        return number.matches("[0-9]{1,4}") ? ALL[Integer.parseInt(number) % ALL.length].property() : "almenara." + number;
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverIsConfiguredHoldsOrIsNamedAsWrong(byte[] input) {
        Map<String, String> configured = configured(Seeds.text(input));
        try {
            Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name)));
        } catch (IllegalStateException wrong) {
            assertTrue(configured.keySet().stream().anyMatch(wrong.getMessage()::contains), wrong::getMessage);
        }
    }
}
