package almenara.ops;

import almenara.json.JsonFactories;
import almenara.nodes.Mesh;
import almenara.rooms.Rooms;
import almenara.signaling.Signaling;
import almenara.signaling.Tally.What;
import almenara.tables.ClusterView;
import almenara.transport.Connections;
import almenara.transport.Pages;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status page of the node and the summary of a room. What stands in them is ours or checked, never a peer's text. */
public final class StatusPages implements Pages {

    private final About about;
    private final Signaling signaling;
    private final Rooms rooms;
    private final Load load;

    /** Who this node is, and the paths of the dialects that it speaks, by their names. */
    public record About(String node, String version, Map<String, String> dialects) {
    }

    /** What the numbers come from. */
    public record Load(ClusterView cluster, Connections connections, Metrics metrics, Optional<Mesh> mesh) {
    }

    public StatusPages(About about, Signaling signaling, Rooms rooms, Load load) {
        this.about = about;
        this.signaling = signaling;
        this.rooms = rooms;
        this.load = load;
    }

    @Override
    public Page node() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("node", about.node());
        figures.put("version", about.version());
        figures.put("serving", signaling.isServing());
        figures.put("cluster", load.cluster().size());
        figures.put("connections", load.connections().size());
        figures.put("rooms", rooms.size());
        figures.put("members", rooms.census().population());
        for (What what : What.values()) {
            if (!DhtSection.COUNTED.contains(what)) {
                figures.put(what.many(), load.metrics().counted(what));
            }
        }
        signaling.price().ifPresent(price -> {
            figures.put("effort", price.effort());
            figures.put("height", price.height());
            figures.put("quote", price.quote());
        });
        JsonObjectBuilder endpoints = JsonFactories.BUILDERS.createObjectBuilder().add("room", "room/{id}").add("ip", "ip").add("token", "token").add("nodes", "nodes")
                .add("dht-get", "dht-get").add("dht-put", "dht-put").add("sdk", "sdk/almenara.js").add("demo", "demo/");
        about.dialects().forEach((dialect, path) -> endpoints.add(dialect, path.substring(1)));
        JsonObjectBuilder json = json(figures).add("endpoints", endpoints);
        Optional<MeshSection> mesh = load.mesh().map(MeshSection::new);
        mesh.ifPresent(section -> json.add("mesh", section.json()));
        Optional<DhtSection> dht = Optional.of(new DhtSection(load.metrics())).filter(DhtSection::isThere);
        dht.ifPresent(section -> json.add("dht", section.json()));
        String links = "<p class=\"links\"><a href=\"demo/\">Try the demo</a> <a href=\"sdk/almenara.js\">The SDK</a></p>"
                + "<p>Here meet browsers that want to talk to each other directly. "
                + "A page joins a room at <code>room/{id}</code>; the rest goes from browser to browser.</p>";
        return new Page(json.build().toString(), html("Almenara", "", links + table(figures) + mesh.map(MeshSection::html).orElse("")
                + dht.map(DhtSection::html).orElse("")), signaling.isServing());
    }

    @Override
    public Page room(String room) {
        Rooms.Summary summary = rooms.summary(room);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("room", room);
        figures.put("members", summary.members());
        figures.put("offers", signaling.offers(room));
        summary.tail().ifPresent(tail -> {
            figures.put("epoch", tail.epoch());
            figures.put("offset", tail.offset());
        });
        String links = "<p class=\"links\"><a href=\"../demo/#room=" + room + "\">Meet here</a></p>";
        return new Page(json(figures).build().toString(), html("Room", "../", links + table(figures)), true);
    }

    private static JsonObjectBuilder json(Map<String, Object> figures) {
        JsonObjectBuilder json = JsonFactories.BUILDERS.createObjectBuilder();
        figures.forEach((name, value) -> {
            switch (value) {
                case Boolean truth -> json.add(name, truth);
                case Double number -> json.add(name, number);
                case Number number -> json.add(name, number.longValue());
                default -> json.add(name, value.toString());
            }
        });
        return json;
    }

    private static String table(Map<String, Object> figures) {
        return figures.entrySet().stream()
                .map(each -> "<tr><th scope=\"row\">" + label(each.getKey()) + "</th><td>" + escaped(text(each.getValue())) + "</td></tr>")
                .collect(Collectors.joining("\n", "<table>\n", "\n</table>"));
    }

    /** As people call it. */
    private static String label(String name) {
        return switch (name) {
            case "cluster" -> "nodes in the cluster";
            case "serving" -> "serves now";
            case "recovered" -> "resumed without loss";
            case "resumes" -> "resumed";
            case "payments-unseen" -> "payments not looked at";
            case "proof-refusals" -> "proofs refused";
            case "proofs-unseen" -> "proofs not looked at";
            case "turn-credentials" -> "TURN credentials given";
            case "turn-refusals" -> "TURN credentials refused";
            case "stun-answers" -> "STUN requests answered";
            case "stun-refusals" -> "STUN requests refused";
            case "state-exchanges" -> "shared-state tables exchanged";
            case "state-refusals" -> "shared-state tables refused";
            case "queue-overflows" -> "cut off for not reading";
            default -> name;
        };
    }

    private static String text(Object value) {
        return value instanceof Boolean truth ? truth ? "yes" : "no" : value.toString();
    }

    private static String html(String title, String base, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <link rel="icon" href="%2$sbeacon.svg">
                <link rel="stylesheet" href="%2$sstatus.css">
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %3$s
                </main>
                </body>
                </html>
                """.formatted(title, base, body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
