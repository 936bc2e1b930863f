package load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The load generator: a line of standard input is a command, {@code open}, {@code idle} or {@code talk}, with name=value pairs; a line of JSON answers it. One thread does it all. */
public final class Main {

    static final long BEGAN = System.nanoTime();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Crowd crowd;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        Main main = new Main();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            Map<String, String> values = new HashMap<>();
            Stream.of(words).skip(1).map(word -> word.split("=", 2)).forEach(pair -> values.put(pair[0], pair[1]));
            System.out.println(main.answer(words[0], values));
        }
    }

    private String answer(String command, Map<String, String> values) throws IOException {
        long began = System.nanoTime();
        long used = THREADS.getCurrentThreadCpuTime();
        switch (command) {
            case "open" -> open(values);
            case "idle" -> crowd.idle(Long.parseLong(values.get("millis")));
            case "talk" -> {
                return talk(values);
            }
            default -> throw new IllegalArgumentException(command);
        }
        return json(crowd.tally(), (System.nanoTime() - began) / 1e9, (THREADS.getCurrentThreadCpuTime() - used) / 1e9);
    }

    private void open(Map<String, String> values) throws IOException {
        Seating seating = new Seating(number(values, "rooms"), number(values, "members"), number(values, "connections"));
        List<URI> servers = Stream.of(values.get("servers").split(",")).map(URI::create).toList();
        crowd = new Crowd(Protocols.named(values.get("protocol"), servers.getFirst().getPath(), seating), seating, servers);
        crowd.open();
    }

    private String talk(Map<String, String> values) {
        double rate = Double.parseDouble(values.get("rate"));
        Pace pace = new Pace(rate / crowd.protocol().script().messages(), Double.parseDouble(values.get("seconds")), number(values, "window"));
        long used = THREADS.getCurrentThreadCpuTime();
        Tally tally = crowd.talk(pace);
        return json(tally, pace.elapsed(), (THREADS.getCurrentThreadCpuTime() - used) / 1e9);
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(values.get(name));
    }

    private static String json(Tally tally, double seconds, double cpu) {
        return String.format(Locale.ROOT, "{\"seconds\":%.6f,\"cpu\":%.6f,\"sent\":%d,\"expected\":%d,\"delivered\":%d,\"answers\":%d,\"p50\":%.4f,\"p99\":%.4f,\"most\":%.4f,"
                + "\"late\":%.4f,\"trouble\":%d,\"first\":\"%s\"}", seconds, cpu, tally.sent, tally.expected, tally.delivered, tally.answers, tally.times.quantile(0.5),
            tally.times.quantile(0.99), tally.times.quantile(1), tally.late.quantile(0.99), tally.trouble, escaped(tally.first));
    }

    private static String escaped(String text) {
        return text.replaceAll("[^ !#-\\[\\]-~]", "?");
    }
}
