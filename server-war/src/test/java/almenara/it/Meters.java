package almenara.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;

/** The node's meters, as monitors read them. */
final class Meters {

    private Meters() {
    }

    /** All meters of that name together, whatever their labels. */
    static double read(String name) {
        List<String> own = lines(name);
        assertFalse(own.isEmpty(), () -> name + " is not among the meters");
        return sum(own);
    }

    /** Connections of clients of that dialect; 0 where there has never been one. */
    static double connections(String dialect) {
        return sum(lines("almenara_dialect_connections", "dialect=\"" + dialect + '"'));
    }

    /** Frames of clients of that dialect that came to that; 0 where none has. */
    static double frames(String dialect, String outcome) {
        return sum(lines("almenara_dialect_frame_total", "dialect=\"" + dialect + '"', "outcome=\"" + outcome + '"'));
    }

    private static List<String> lines(String name, String... labels) {
        return Http.send("GET", Server.management("/prometheus"), new byte[0]).body().lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{')).filter(line -> Stream.of(labels).allMatch(line::contains)).toList();
    }

    private static double sum(List<String> lines) {
        return lines.stream().mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
