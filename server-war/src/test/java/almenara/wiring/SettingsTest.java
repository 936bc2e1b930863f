package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.EffortLaw;
import almenara.pow.Standard;
import almenara.pow.Tariff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private static Settings read(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name)));
    }

    private static String faults(Map<String, String> configured) {
        return assertThrows(IllegalStateException.class, () -> read(configured)).getMessage();
    }

    static Stream<Setting> numbers() {
        return Arrays.stream(Setting.values()).filter(Setting::isNumber);
    }

    @Test
    void withoutAnyTheDefaultsHold() {
        Settings settings = read(Map.of());
        assertEquals("", settings.nodeName());
        assertEquals(65_536, settings.transport().message());
        assertEquals(100, settings.core().rooms().members());
        assertEquals(Duration.ofSeconds(15), settings.core().rooms().grace());
        assertEquals(Set.of("*"), settings.network().origins());
        assertEquals(List.of(), settings.network().proxies());
        assertTrue(settings.core().rules().anonymousPosts());
    }

    /** Every other bound is moved out of the way of those that look at two settings. */
    private static Map<String, String> alone(Setting setting, long value) {
        Map<String, String> configured = new HashMap<>(Map.of("almenara.resume-seconds", "3600", "almenara.grace-seconds", "1",
                "almenara.offer-seconds", "5", "almenara.offer-max-seconds", "3600", "almenara.queue-bytes", "67108864",
                "almenara.message-bytes", "1024", "almenara.log-bytes", "1073741824", "almenara.state-bytes", "16777216", "almenara.state-entry-bytes", "128"));
        configured.putAll(Map.of("almenara.nodes-verify-seconds", "60", "almenara.nodes-seen-seconds", "7200", "almenara.state-signed-bytes", "128"));
        configured.put(setting.property(), Long.toString(value));
        return configured;
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberIsTakenAtItsBoundsAndNotBeyond(Setting setting) {
        assertDoesNotThrow(() -> read(alone(setting, setting.least())));
        assertDoesNotThrow(() -> read(alone(setting, setting.most())));
        String rule = setting.property() + " is a whole number from " + setting.least() + " to " + setting.most() + ", not '";
        assertTrue(faults(alone(setting, setting.least() - 1)).contains(rule));
        assertTrue(faults(alone(setting, setting.most() + 1)).contains(rule));
        for (String text : List.of("", "many", "1.5", "0x10", "99999999999999999999")) {
            assertTrue(faults(Map.of(setting.property(), text)).contains(rule + text + "'"), text);
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void theDefaultLiesWithinTheBounds(Setting setting) {
        long standard = Long.parseLong(setting.standard());
        assertTrue(setting.least() <= standard && standard <= setting.most());
    }

    @Test
    void spacesAroundAValueDoNotMatter() {
        assertEquals(7, read(Map.of("almenara.room-members", " 7 ")).core().rooms().members());
    }

    @Test
    void aNameThatIsNoSettingIsAFault() {
        String faults = faults(Map.of("almenara.room-member", "5", "ALMENARA_ROOM_MEMBER", "5", "almenara.", "x", "room-members", "x", "PATH", "x"));
        for (String name : List.of("almenara.room-member", "ALMENARA_ROOM_MEMBER", "almenara.")) {
            assertTrue(faults.contains(name + " is not a setting"), faults);
        }
        assertFalse(faults.contains("PATH"));
        assertEquals(3, faults.split(";").length, faults);
    }

    @Test
    void variablesOfTheEnvironmentAndThoseOfTheServerAreKnown() {
        Map<String, String> configured = new HashMap<>();
        Arrays.stream(Setting.values()).forEach(setting -> configured.put(setting.variable(), "x"));
        List.of("ALMENARA_HOSTS", "ALMENARA_CLUSTER", "ALMENARA_WHEN_SPLIT", "ALMENARA_MERGE_POLICY", "ALMENARA_LOG_LEVEL", "ALMENARA_MAX_CONNECTIONS")
                .forEach(name -> configured.put(name, "x"));
        assertDoesNotThrow(() -> read(configured));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "almenara.grace-seconds=120|almenara.grace-seconds is less than almenara.resume-seconds",
        "almenara.offer-seconds=121|almenara.offer-seconds is not more than almenara.offer-max-seconds",
        "almenara.queue-bytes=131071|almenara.queue-bytes holds at least two messages",
        "almenara.log-bytes=1048575|almenara.log-bytes holds at least 16 messages",
        "almenara.pow-load-band=30;almenara.pow-load=30|almenara.pow-load-band is less than almenara.pow-load",
        "almenara.pow-load-band=10;almenara.pow-load=90|almenara.pow-load and almenara.pow-load-band are less than 100 together",
        "almenara.anonymous-posts=yes|almenara.anonymous-posts is true or false, not 'yes'",
        "almenara.allowed-origins=example.org|almenara.allowed-origins holds origins",
        "almenara.allowed-origins=https://example.org/|'https://example.org/' is none",
        "almenara.trusted-proxies=10.0.0.0/33|'10.0.0.0/33' is neither",
        "almenara.trusted-proxies=proxy.example.org|'proxy.example.org' is neither",
        "almenara.ice-urls=turn:example.org|'turn:example.org' is none",
        "almenara.pow-secret=no secret|almenara.pow-secret has at least 32 characters",
        "almenara.public-host=https://node.example|'https://node.example' is none",
        "almenara.public-host=node.example,node.example:123456|'node.example:123456' is none",
        "almenara.public-host=2001:db8::1|'2001:db8::1' is none",
        "almenara.stun-address=localhost|'localhost' is none",
        "almenara.turn-urls=turn:example.org|almenara.turn-urls and almenara.turn-secrets are set together",
        "almenara.turn-secrets=a-secret-of-coturn|almenara.turn-urls and almenara.turn-secrets are set together"})
    void aWrongValueIsNamed(String line, String fault) {
        Map<String, String> configured = Arrays.stream(line.split(";")).map(each -> each.split("=", 2)).collect(Collectors.toMap(each -> each[0], each -> each[1]));
        String faults = faults(configured);
        assertTrue(faults.contains(fault), faults);
        assertEquals(1, faults.split("; almenara").length, faults);
    }

    @Test
    void theLawAndTheTariffAreTheStandardUnlessAnOperatorSaysOtherwise() {
        Settings.Work work = read(Map.of("almenara.pow-effort", "1000")).work();
        assertEquals(Standard.STEERING, work.steering());
        assertEquals(Standard.tariff(1000), work.tariff());
        assertEquals(Duration.ofSeconds(60), work.quote());
        assertEquals(new Settings.Full(10_000, 0, Duration.ofMillis(50)), work.full());
        assertEquals(50, work.faults());
    }

    @Test
    void everyNumberOfTheLawAndTheTariffCanBeSet() {
        Map<String, String> told = new HashMap<>();
        List.of("effort 7", "most 3", "load 50", "load-band 4", "load-full 80", "rise 2000", "rise-most 50", "fall 500", "fall-most 10", "step-seconds 2",
                "change 30", "honoured-seconds 9", "quote-seconds 30", "room-messages 11", "member-messages 12", "room-most 13", "peer-messages 14",
                "peer-most 15", "quiet-seconds 16", "quiet-messages 17", "quiet-most 18", "slack-messages 19", "wait-millis 20", "faults 21")
                .forEach(each -> told.put("almenara.pow-" + each.split(" ")[0], each.split(" ")[1]));
        told.put("almenara.egress-limit", "22");
        Settings.Work work = read(told).work();
        assertEquals(new EffortLaw.Steering(new EffortLaw.Steering.Aim(0.5, 0.04, 0.8), new EffortLaw.Steering.Gain(2, 1.5),
                new EffortLaw.Steering.Gain(0.5, 0.9), 3, new EffortLaw.Steering.Telling(Duration.ofSeconds(2), 0.3, Duration.ofSeconds(9))), work.steering());
        assertEquals(new Tariff(7, new Tariff.Crowding(11, 13), 12, new Tariff.Crowding(14, 15),
                new Tariff.Quiet(Duration.ofSeconds(16), 17, 18), 19), work.tariff());
        assertEquals(Duration.ofSeconds(30), work.quote());
        assertEquals(new Settings.Full(10_000, 22, Duration.ofMillis(20)), work.full());
        assertEquals(21, work.faults());
    }

    @Test
    void aPostTakesTwoToThe18thHashesUnlessAnOperatorSaysOtherwiseAndAtZeroNothingTakesWork() {
        assertEquals(1 << 18, read(Map.of()).work().tariff().base());
        assertTrue(read(Map.of()).work().isAsked());
        assertTrue(read(Map.of("almenara.pow-effort", "1")).work().isAsked());
        assertFalse(read(Map.of("almenara.pow-effort", "0")).work().isAsked());
    }

    @Test
    void theSecretNeverPrints() {
        String secret = "the secret that stands in no log, ever";
        assertEquals(secret, new String(read(Map.of("almenara.pow-secret", secret)).work().secret(), StandardCharsets.UTF_8));
        assertFalse(read(Map.of("almenara.pow-secret", secret)).toString().contains("secret"));
        assertFalse(faults(Map.of("almenara.pow-secret", secret, "almenara.pow-load", "x")).contains(secret));
        assertFalse(faults(Map.of("almenara.pow-secret", "guess me")).contains("guess me"));
    }

    @Test
    void theStunServerIsWhereTheServerIsUnlessItIsToldOtherwise() {
        assertEquals(new Settings.Stun("127.0.0.1", 3478, 20), read(Map.of()).stun());
        Map<String, String> server = Map.of("jboss.bind.address", "0.0.0.0", "jboss.socket.binding.port-offset", "100");
        assertEquals(new Settings.Stun("0.0.0.0", 3578, 20), read(server).stun());
        Map<String, String> told = new HashMap<>(server);
        told.putAll(Map.of("almenara.stun-address", "::1", "almenara.stun-port", "9", "almenara.stun-rate", "5"));
        assertEquals(new Settings.Stun("::1", 109, 5), read(told).stun());
        told.put("almenara.stun-port", "0");
        assertEquals(0, read(told).stun().port());
    }

    @Test
    void turnServersComeWithTheirSecrets() {
        Settings.Turn turn = read(Map.of("almenara.turn-urls", "turn:a.example,turns:[2001:db8::1]:5349?transport=tcp", "almenara.turn-secrets",
                "first-secret-of-two, second-secret-of-two", "almenara.turn-seconds", "60")).turn();
        assertEquals(List.of("turn:a.example", "turns:[2001:db8::1]:5349?transport=tcp"), turn.rules().urls());
        assertEquals(List.of("first-secret-of-two", "second-secret-of-two"), turn.rules().secrets());
        assertEquals(Duration.ofMinutes(1), turn.rules().life());
        assertEquals(List.of(), read(Map.of()).turn().rules().urls());
    }

    @ParameterizedTest
    @CsvSource({"turn:a.example, fifteen-letters", "turn:a.example, 'first-secret-of-three,second-secret-of-three,third-secret-of-three'",
        "turn:a.example, 'a secret with spaces'", "stun:a.example, a-secret-of-coturn", "turn:a.example?transport=sctp, a-secret-of-coturn"})
    void aWrongTurnServerIsNamedAndAWrongSecretIsNot(String url, String secret) {
        String faults = faults(Map.of("almenara.turn-urls", url, "almenara.turn-secrets", secret));
        assertTrue(faults.contains(secret.startsWith("a-secret") ? "'" + url + "' is none" : "almenara.turn-secrets holds at most two secrets"), faults);
        assertFalse(faults.contains(secret), faults);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        assertEquals(3, faults(Map.of("almenara.rooms", "-1", "almenara.claim-seconds", "x", "almenara.claims", "1")).split(";").length);
    }

    @Test
    void listsAreTakenApart() {
        Settings settings = read(Map.of("almenara.allowed-origins", "https://a.example , http://b.example:8080,", "almenara.trusted-proxies", "10.0.0.0/8,::1",
                "almenara.ice-urls", "stun:stun.example.org:3478,stun:[2001:db8::1]", "almenara.anonymous-posts", "false"));
        assertEquals(Set.of("https://a.example", "http://b.example:8080"), settings.network().origins());
        assertEquals(2, settings.network().proxies().size());
        assertEquals(List.of("stun:stun.example.org:3478", "stun:[2001:db8::1]"), List.copyOf(settings.network().iceUrls()));
        assertFalse(settings.core().rules().anonymousPosts());
    }

    @Test
    void challengesNameTheHostsThatAreSet() {
        assertEquals(new Settings.Seal(List.of(), Duration.ofMinutes(2)), read(Map.of()).seal());
        assertEquals(new Settings.Seal(List.of("Node.example:8443", "[2001:db8::1]", "127.0.0.1:80"), Duration.ofSeconds(10)),
                read(Map.of("almenara.public-host", "Node.example:8443, [2001:db8::1],127.0.0.1:80", "almenara.challenge-seconds", "10")).seal());
    }

    @Test
    void thePageHasEverySettingAsItIs() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "settings.md")).stream().filter(line -> line.startsWith("| `almenara.")).toList();
        List<String> settings = Arrays.stream(Setting.values()).map(SettingsTest::row).toList();
        assertEquals(String.join("\n", settings), String.join("\n", rows));
    }

    private static String row(Setting setting) {
        String standard = setting.standard().isEmpty() ? "" : '`' + setting.standard() + '`';
        String bounds = setting.isNumber() ? setting.least() + " to " + setting.most() : "";
        return Stream.of('`' + setting.property() + '`', standard, bounds, setting.meaning())
                .map(cell -> cell.isEmpty() ? " |" : ' ' + cell + " |").reduce("|", String::concat);
    }
}
