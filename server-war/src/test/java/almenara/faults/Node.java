package almenara.faults;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** One node of a cluster: a process that is started, stopped and killed. */
final class Node {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HTTP = 8080;
    private static final int LOOK_MILLIS = 2000;
    private static final Path HOME = Path.of(System.getProperty("it.home"));
    private static final Path WAR = Path.of(System.getProperty("it.war"));
    /** Where the nodes have their files and logs. */
    static final Path BASES = Path.of(System.getProperty("faults.base"));

    private final int number;
    private final Network network;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    Node(int number, Network network, Map<String, String> environment) {
        this.number = number;
        this.network = network;
        this.environment = environment;
        this.log = BASES.resolve("node" + number + ".log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int number() {
        return number;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(network.host(number), HTTP + network.offset(number));
    }

    /** Starts it as if it had never been there. */
    void start() {
        try {
            Path base = BASES.resolve("node" + number);
            Trees.delete(base);
            Trees.copy(HOME.resolve("standalone"), base);
            Files.copy(WAR, Files.createDirectories(base.resolve("deployments")).resolve("almenara.war"));
            ProcessBuilder builder = new ProcessBuilder(command(base)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path base) {
        StandaloneCommandBuilder builder = StandaloneCommandBuilder.of(HOME).setBaseDirectory(base).setJavaHome(System.getProperty("java.home"))
                .setJavaOptions("-Xms128m", "-Xmx" + System.getProperty("faults.heap"), "-XX:TieredStopAtLevel=" + System.getProperty("faults.tier"),
                        "-Djava.awt.headless=true", "-Dalmenara.pow-effort=0")
                .addServerArguments("-Djboss.node.name=node" + number, "-Djboss.socket.binding.port-offset=" + network.offset(number),
                        "-Djboss.bind.address=" + network.host(number), "-Djboss.bind.address.private=" + network.inner(number));
        List<String> words = new ArrayList<>(network.at(number));
        words.addAll(builder.build());
        return words;
    }

    /** The lines of its log, of all its starts, that have that in them. */
    List<String> logged(String text) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: it does nothing any more, and its connections stay. */
    void hang() {
        Shell.run("kill -STOP " + process.pid());
        Await.until("node " + number + " stands still", PATIENCE, () -> Shell.fault(List.of("sh", "-c", "ps -o state= -p " + process.pid() + " | grep -q T")).isEmpty());
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void goOn() {
        Shell.run("kill -CONT " + process.pid());
    }

    /** Shuts it down in order. */
    void shutDown() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        Await.until("the end of node " + number, PATIENCE, () -> !process.isAlive());
    }

    /** Waits until it serves in a cluster of so many nodes. */
    void awaitCluster(int size) {
        Await.until("node " + number + " is one of " + size + " and serves", PATIENCE.multipliedBy(4), () -> sees(size));
    }

    /** True when it serves in a cluster of so many nodes. */
    boolean sees(int size) {
        JsonObject status = status();
        return status.getInt("cluster", 0) == size && status.getBoolean("serving", false);
    }

    /** What it says of itself; empty when it does not answer. */
    JsonObject status() {
        try {
            HttpURLConnection connection = ask();
            try (var in = connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream()) {
                return Http.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | RuntimeException e) {
            return JsonObject.EMPTY_JSON_OBJECT;
        }
    }

    /** By how much the clock of its machine is ahead of ours, as it tells with every answer; nothing when it does not answer. */
    Duration ahead() {
        try {
            long date = ask().getHeaderFieldDate("Date", 0);
            return date == 0 ? Duration.ZERO : Duration.ofMillis(date - System.currentTimeMillis());
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    private HttpURLConnection ask() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + network.host(number) + ':' + address().getPort() + '/').toURL().openConnection();
        connection.setConnectTimeout(LOOK_MILLIS);
        connection.setReadTimeout(LOOK_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Connection", "close");
        return connection;
    }
}
