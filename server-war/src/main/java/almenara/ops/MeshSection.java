package almenara.ops;

import almenara.json.JsonFactories;
import almenara.nodes.Mesh;
import almenara.nodes.Sighting;
import almenara.nodes.Source;
import almenara.transport.ItemJson;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Collectors;

/** What the status page tells of the mesh. The URLs are others', and of a form that holds no markup. */
record MeshSection(Mesh mesh) {

    /** Nodes in the table, those that were seen last. */
    static final int ROWS = 50;

    JsonObjectBuilder json() {
        Mesh.Figures figures = mesh.figures();
        JsonObjectBuilder json = JsonFactories.BUILDERS.createObjectBuilder().add("url", mesh.url().text()).add("known", figures.known()).add("heard", heard(figures))
                .add("listed", figures.listed().size());
        mesh.item().ifPresent(item -> json.add("key", item.name()).add("record", ItemJson.write(item)));
        return json;
    }

    private static JsonObjectBuilder heard(Mesh.Figures figures) {
        JsonObjectBuilder heard = JsonFactories.BUILDERS.createObjectBuilder();
        figures.heard().forEach((source, count) -> heard.add(source.wire(), count));
        return heard;
    }

    String html() {
        Mesh.Figures figures = mesh.figures();
        String rows = figures.listed().stream().sorted(Comparator.comparingLong(Sighting::seen).reversed()).limit(ROWS).map(MeshSection::row)
                .collect(Collectors.joining("\n"));
        String heard = figures.heard().entrySet().stream().map(each -> heard(each.getKey(), each.getValue())).collect(Collectors.joining());
        return "<h2>The mesh</h2>\n<p>To others this cluster is " + mesh.url().text() + "</p>\n<table>\n<tr><th scope=\"row\">nodes known</th><td>" + figures.known()
                + "</td></tr>\n" + heard + "<tr><th scope=\"row\">nodes verified</th><td>" + figures.listed().size() + "</td></tr>\n</table>\n"
                + (rows.isEmpty() ? "" : "<table>\n<tr><th scope=\"col\">node</th><th scope=\"col\">last seen</th><th scope=\"col\">effort</th></tr>\n" + rows + "\n</table>\n");
    }

    private static String heard(Source source, long count) {
        String by = switch (source) {
            case SEED -> "named by the operator";
            case DHT -> "found in the DHT";
            case NODE -> "heard of from other nodes";
            case ANNOUNCEMENT -> "that announced themselves, or were announced";
            case CLUSTER -> "that another server of the cluster knew";
        };
        return "<tr><th scope=\"row\">nodes " + by + "</th><td>" + count + "</td></tr>\n";
    }

    private static String row(Sighting node) {
        String url = node.url().text();
        return "<tr><th scope=\"row\"><a href=\"" + url + "\" rel=\"noreferrer\">" + url + "</a></th><td>" + Instant.ofEpochMilli(node.seen()).truncatedTo(ChronoUnit.SECONDS)
                + "</td><td>" + node.record().content().effort() + "</td></tr>";
    }
}
