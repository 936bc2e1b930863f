package almenara.pow;

import almenara.pow.Attack.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws {@link Attack} of 1 GH/s as docs/effort.svg: the load above, the price below. {@code main} writes it anew. */
final class EffortPlot {

    static final Path FILE = Path.of("..", "docs", "effort.svg");
    private static final int LEFT = 70;
    private static final int WIDE = 660;
    private static final int HIGH = 150;
    private static final int LOAD_TOP = 50;
    private static final int PRICE_TOP = 250;
    private static final int OCTAVES = 6;
    private static final double TARGET = 0.65;
    private static final double HASHES = 1e9;

    private EffortPlot() {
    }

    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, text());
    }

    static String text() {
        List<Point> points = new Attack(HASHES).run();
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 450" font-family="sans-serif" font-size="13" fill="#222">
                <title>The price under an attack of 1 GH/s</title>
                <rect width="760" height="450" fill="#fff"/>
                """
                + box(LOAD_TOP, "load of the node; the dashed line is the target") + box(PRICE_TOP, "price of a post, in multiples of the base (65,536 hashes)")
                + IntStream.of(0, 50, 100).mapToObj(percent -> tick(LOAD_TOP, percent / 100.0, percent + " %")).collect(Collectors.joining())
                + IntStream.of(0, 2, 4, OCTAVES).mapToObj(octave -> tick(PRICE_TOP, octave / (double) OCTAVES, "×" + (1 << octave))).collect(Collectors.joining())
                + IntStream.rangeClosed(0, Attack.OVER / 60).mapToObj(minute -> second(minute * 60)).collect(Collectors.joining())
                + dashed() + line(points, LOAD_TOP, Point::load, "#c2410c")
                + line(points, PRICE_TOP, point -> Math.log(point.effort() / Attack.BASE) / Math.log(2) / OCTAVES, "#1d4ed8")
                + "<text x=\"400\" y=\"440\" text-anchor=\"middle\">seconds; the attack of 1 GH/s lasts while the background is grey</text>\n</svg>\n";
    }

    private static String box(int top, String title) {
        return format("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, top - 10, title)
                + format("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#eee\"/>%n", x(Attack.BEGINS), top, x(Attack.ENDS) - x(Attack.BEGINS), HIGH)
                + format("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>%n", LEFT, top, WIDE, HIGH);
    }

    private static String tick(int top, double share, String label) {
        return format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y(top, share) + 4, label);
    }

    private static String second(int second) {
        return format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>%n", x(second), PRICE_TOP + HIGH + 18, second);
    }

    private static String dashed() {
        return format("<path d=\"M%d %.1fh%d\" stroke=\"#444\" stroke-dasharray=\"5 4\"/>%n", LEFT, y(LOAD_TOP, TARGET), WIDE);
    }

    private static String line(List<Point> points, int top, ToDoubleFunction<Point> share, String colour) {
        String path = points.stream().map(point -> format("%d %.1f", x(point.second()), y(top, share.applyAsDouble(point)))).collect(Collectors.joining("L"));
        return format("<path d=\"M%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
    }

    private static int x(int second) {
        return LEFT + WIDE * second / Attack.OVER;
    }

    private static double y(int top, double share) {
        return top + HIGH * (1 - share);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
    }
}
