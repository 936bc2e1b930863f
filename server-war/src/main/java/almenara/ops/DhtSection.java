package almenara.ops;

import almenara.dht.Figures;
import almenara.dht.krpc.Family;
import almenara.json.JsonFactories;
import almenara.signaling.Tally.What;
import jakarta.json.JsonObjectBuilder;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the status page tells of the DHT: the node of each family, and what pages have had of it. */
record DhtSection(Metrics metrics) {

    /** What the page tells here, and not among the rest. */
    static final List<What> COUNTED = List.of(What.DHT_GET, What.DHT_PUT, What.DHT_REFUSAL);

    boolean isThere() {
        return !nodes().isEmpty();
    }

    private Collection<Figures> nodes() {
        return metrics.dht().figures();
    }

    JsonObjectBuilder json() {
        JsonObjectBuilder json = JsonFactories.BUILDERS.createObjectBuilder();
        nodes().forEach(node -> {
            JsonObjectBuilder object = JsonFactories.BUILDERS.createObjectBuilder();
            node.address().map(InetAddress::getHostAddress).ifPresent(address -> object.add("address", address));
            numbers(node).forEach(object::add);
            json.add(DhtMeters.name(node.family()), object);
        });
        COUNTED.forEach(what -> json.add(what.many().replace("dht-", ""), metrics.counted(what)));
        return json;
    }

    private static Map<String, Long> numbers(Figures node) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("nodes", (long) node.nodes());
        numbers.put("items", (long) node.kept().items());
        numbers.put("peers", (long) node.kept().peers());
        numbers.put("lookups", (long) node.lookUps());
        numbers.put("queries-in", node.traffic().in());
        numbers.put("queries-out", node.traffic().out());
        numbers.put("unanswered", node.traffic().refused());
        return numbers;
    }

    String html() {
        String families = nodes().stream().map(DhtSection::table).collect(Collectors.joining());
        String counts = COUNTED.stream().map(what -> row(label(what.many()), Long.toString(metrics.counted(what)))).collect(Collectors.joining());
        return "<h2>The DHT</h2>\n" + families + "<table>\n" + counts + "</table>\n";
    }

    private static String table(Figures node) {
        String address = node.address().map(InetAddress::getHostAddress).orElse("nobody has told");
        String rows = numbers(node).entrySet().stream().map(each -> row(label(each.getKey()), each.getValue().toString())).collect(Collectors.joining());
        return "<table>\n" + row(node.family() == Family.IPV4 ? "IPv4, as others see it" : "IPv6, as others see it", address) + rows + "</table>\n";
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">" + name + "</th><td>" + value + "</td></tr>\n";
    }

    private static String label(String name) {
        return switch (name) {
            case "nodes" -> "nodes known";
            case "items" -> "items kept";
            case "peers" -> "peers kept";
            case "lookups" -> "look-ups running";
            case "queries-in" -> "questions heard";
            case "queries-out" -> "questions asked";
            case "unanswered" -> "not answered, for there were too many";
            case "dht-gets" -> "items asked for by pages";
            case "dht-puts" -> "items put for pages";
            default -> "items refused to pages";
        };
    }
}
