package almenara.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.regex.Pattern;

/** The node's meters, as monitors read them. */
final class Meters {

    private Meters() {
    }

    /** All meters of that name together, whatever their labels. */
    static double read(String name) {
        String all = Http.send("GET", Server.management("/prometheus"), new byte[0]).body();
        List<Double> values = Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE).matcher(all).results().map(line -> Double.valueOf(line.group(1))).toList();
        assertFalse(values.isEmpty(), () -> name + " is not among " + all.lines().filter(each -> !each.startsWith("#")).toList());
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
