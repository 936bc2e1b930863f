package almenara.wiring;

import almenara.networks.Literals;
import almenara.networks.Range;
import almenara.nodes.NodeUrl;
import almenara.pow.QuoteKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings, and collects everything that is wrong with them, so that an operator meets all of it at once. */
final class SettingsReader {

    private static final String PREFIX = "almenara.";
    private static final String VARIABLE = "ALMENARA_";
    /** The environment variables that wildfly-config and the start script read. */
    private static final Set<String> SERVER = Set.of("ALMENARA_CLUSTER", "ALMENARA_HOSTS", "ALMENARA_WHEN_SPLIT", "ALMENARA_MERGE_POLICY",
            "ALMENARA_LOG_LEVEL", "ALMENARA_MAX_CONNECTIONS", "ALMENARA_HEAP", "ALMENARA_JAVA_OPTS", "ALMENARA_JDKS", "ALMENARA_RUN");
    private static final int QUEUED_MESSAGES = 2;
    private static final long KEPT_MESSAGES = 16;
    private static final int FULL = 100;
    private static final int MOST_SECRETS = 2;
    private static final int LAST_PORT = 65_535;

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final Function<String, Optional<String>> value;

    /** {@code names} are all names that are configured anywhere, {@code value} gives what is configured for one. */
    SettingsReader(Iterable<String> names, Function<String, Optional<String>> value) {
        this.value = value;
        Set<String> known = Arrays.stream(Setting.values()).flatMap(each -> Stream.of(each.property(), each.variable())).collect(Collectors.toSet());
        names.forEach(name -> {
            boolean ours = name.startsWith(PREFIX) || name.startsWith(VARIABLE) && !SERVER.contains(name);
            if (ours && !known.contains(name)) {
                faults.add(name + " is not a setting");
            }
        });
        for (Setting setting : Setting.values()) {
            String text = value.apply(setting.property()).map(String::strip).orElse(setting.standard());
            values.put(setting, text);
            if (setting.isNumber()) {
                checkNumber(setting, text);
            }
        }
    }

    private void checkNumber(Setting setting, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= setting.least() && number <= setting.most()) {
                return;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        faults.add(setting.property() + " is a whole number from " + setting.least() + " to " + setting.most() + ", not '" + text + "'");
        values.put(setting, setting.standard());
    }

    int number(Setting setting) {
        return Integer.parseInt(values.get(setting));
    }

    Duration seconds(Setting setting) {
        return Duration.ofSeconds(number(setting));
    }

    String text(Setting setting) {
        return values.get(setting);
    }

    /** A property of the server itself, which has checked it. */
    String server(String property, String standard) {
        return value.apply(property).orElse(standard);
    }

    boolean truth(Setting setting) {
        String text = text(setting);
        if (!"true".equals(text) && !"false".equals(text)) {
            faults.add(setting.property() + " is true or false, not '" + text + "'");
        }
        return "true".equals(text);
    }

    Set<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(",")).map(String::strip).filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Range> ranges(Setting setting) {
        List<Range> ranges = new ArrayList<>();
        for (String each : list(setting)) {
            try {
                ranges.add(Range.parse(each));
            } catch (IllegalArgumentException e) {
                faults.add(setting.property() + " holds addresses and CIDR ranges; '" + each + "' is neither");
            }
        }
        return ranges;
    }

    /** An address in numbers, or nothing. */
    String address(Setting setting) {
        String address = text(setting);
        if (!address.isEmpty() && !Literals.isAddress(address)) {
            faults.add(setting.property() + " is an address in numbers; '" + address + "' is none");
        }
        return address;
    }

    /** Hosts as they stand in URLs: names, or addresses in numbers, each perhaps with a port. */
    List<String> hosts(Setting setting) {
        Set<String> hosts = list(setting);
        hosts.stream().filter(host -> !host.matches("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?"))
                .forEach(host -> faults.add(setting.property() + " holds hosts such as node.example.org:8443; '" + host + "' is none"));
        return List.copyOf(hosts);
    }

    /** URLs of a scheme and of its twin over TLS. */
    Set<String> urls(Setting setting, String scheme) {
        Set<String> urls = list(setting);
        urls.stream().filter(url -> !url.matches(scheme + "s?:[A-Za-z0-9.\\[\\]:_-]+(\\?transport=(udp|tcp))?"))
                .forEach(url -> faults.add(setting.property() + " holds " + scheme + ": URLs; '" + url + "' is none"));
        return urls;
    }

    Set<NodeUrl> nodes(Setting setting) {
        return list(setting).stream().flatMap(text -> node(setting, text).stream()).collect(Collectors.toSet());
    }

    /** The URL of a node, or nothing. */
    Optional<NodeUrl> node(Setting setting) {
        return text(setting).isEmpty() ? Optional.empty() : node(setting, text(setting));
    }

    private Optional<NodeUrl> node(Setting setting, String text) {
        Optional<NodeUrl> url = NodeUrl.read(text);
        if (url.isEmpty()) {
            faults.add(setting.property() + " takes URLs such as https://node.example.org/ in their one form; '" + text + "' is none");
        }
        return url;
    }

    Set<Integer> ports(Setting setting) {
        Set<String> ports = list(setting);
        ports.stream().filter(port -> !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > LAST_PORT).toList()
                .forEach(port -> faults.add(setting.property() + " holds ports from 1 to " + LAST_PORT + "; '" + port + "' is none"));
        return ports.stream().filter(port -> port.matches("[1-9][0-9]{0,4}")).map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** The bytes of a key, none when it is not set; they stand in no fault. */
    byte[] key(Setting setting) {
        String text = text(setting);
        if (!text.isEmpty() && !text.matches("[0-9a-fA-F]{64}")) {
            faults.add(setting.property() + " has 64 hexadecimal digits");
            return new byte[0];
        }
        return HexFormat.of().parseHex(text);
    }

    /** Secrets, which no fault ever quotes. */
    List<String> secrets(Setting setting) {
        Set<String> secrets = list(setting);
        if (secrets.size() > MOST_SECRETS || secrets.stream().anyMatch(secret -> !secret.matches("[!-+--~]{16,128}"))) {
            faults.add(setting.property() + " holds at most two secrets of 16 to 128 characters of ASCII, without spaces");
        }
        return List.copyOf(secrets);
    }

    /** Both are set, or neither. True when they are. */
    boolean together(Setting one, Setting other) {
        if (text(one).isEmpty() != text(other).isEmpty()) {
            faults.add(one.property() + " and " + other.property() + " are set together");
        }
        return !text(one).isEmpty() && !text(other).isEmpty();
    }

    Set<String> origins(Setting setting) {
        Set<String> origins = list(setting);
        origins.stream().filter(origin -> !origin.matches("\\*|null|https?://[A-Za-z0-9.\\[\\]:-]+"))
                .forEach(origin -> faults.add(setting.property() + " holds origins such as https://example.org; '" + origin + "' is none"));
        return origins;
    }

    /** Checks what concerns two settings, then throws if anything at all was wrong. */
    void finish() {
        below(Setting.GRACE_SECONDS, Setting.RESUME_SECONDS);
        if (number(Setting.OFFER_SECONDS) > number(Setting.OFFER_MAX_SECONDS)) {
            faults.add(Setting.OFFER_SECONDS.property() + " is not more than " + Setting.OFFER_MAX_SECONDS.property());
        }
        below(Setting.NODES_VERIFY_SECONDS, Setting.NODES_SEEN_SECONDS);
        below(Setting.POW_LOAD_BAND, Setting.POW_LOAD);
        if (number(Setting.POW_LOAD) + number(Setting.POW_LOAD_BAND) >= FULL) {
            faults.add(Setting.POW_LOAD.property() + " and " + Setting.POW_LOAD_BAND.property() + " are less than 100 together");
        }
        if (number(Setting.QUEUE_BYTES) < QUEUED_MESSAGES * number(Setting.MESSAGE_BYTES)) {
            faults.add(Setting.QUEUE_BYTES.property() + " holds at least two messages of " + Setting.MESSAGE_BYTES.property());
        }
        if (number(Setting.LOG_BYTES) < KEPT_MESSAGES * number(Setting.MESSAGE_BYTES)) {
            faults.add(Setting.LOG_BYTES.property() + " holds at least " + KEPT_MESSAGES + " messages of " + Setting.MESSAGE_BYTES.property());
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Almenara's settings are wrong: " + String.join("; ", faults));
        }
    }

    /** The secret as bytes, none when it is not set; it stands in no fault. */
    byte[] secret(Setting setting) {
        byte[] secret = text(setting).getBytes(StandardCharsets.UTF_8);
        if (secret.length > 0 && secret.length < QuoteKeys.LEAST_SECRET) {
            faults.add(setting.property() + " has at least " + QuoteKeys.LEAST_SECRET + " characters");
        }
        return secret;
    }

    private void below(Setting lower, Setting upper) {
        if (number(lower) >= number(upper)) {
            faults.add(lower.property() + " is less than " + upper.property());
        }
    }
}
