package almenara.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is configured, as texts and numbers, and everything that is wrong with it, so that an operator meets all of it at once. */
class RawSettings {

    private static final String PREFIX = "almenara.";
    private static final String VARIABLE = "ALMENARA_";
    /** The environment variables that wildfly-config and the start script read. */
    private static final Set<String> SERVER = Set.of("ALMENARA_CLUSTER", "ALMENARA_HOSTS", "ALMENARA_WHEN_SPLIT", "ALMENARA_MERGE_POLICY",
            "ALMENARA_LOG_LEVEL", "ALMENARA_MAX_CONNECTIONS", "ALMENARA_HEAP", "ALMENARA_JAVA_OPTS", "ALMENARA_JDKS", "ALMENARA_RUN");

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final Function<String, Optional<String>> value;

    /** {@code names} are all names that are configured anywhere, {@code value} gives what is configured for one. */
    RawSettings(Iterable<String> names, Function<String, Optional<String>> value) {
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

    final int number(Setting setting) {
        return Integer.parseInt(values.get(setting));
    }

    final Duration seconds(Setting setting) {
        return Duration.ofSeconds(number(setting));
    }

    final String text(Setting setting) {
        return values.get(setting);
    }

    /** A property of the server itself, which has checked it. */
    final String server(String property, String standard) {
        return value.apply(property).orElse(standard);
    }

    final boolean truth(Setting setting) {
        String text = text(setting);
        if (!"true".equals(text) && !"false".equals(text)) {
            faults.add(setting.property() + " is true or false, not '" + text + "'");
        }
        return "true".equals(text);
    }

    final Set<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(",")).map(String::strip).filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    final void fault(Setting setting, String what) {
        faults.add(setting.property() + what);
    }

    /** Throws {@link IllegalStateException} if anything at all was wrong. */
    final void check() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Almenara's settings are wrong: " + String.join("; ", faults));
        }
    }
}
