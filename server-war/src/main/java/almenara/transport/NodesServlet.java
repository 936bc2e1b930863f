package almenara.transport;

import almenara.dialects.JsonLimits;
import almenara.dialects.StrictJson;
import almenara.json.JsonFactories;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Reply;
import almenara.nodes.Item;
import almenara.nodes.KeyProof;
import almenara.nodes.Mesh;
import almenara.nodes.NodeRecord;
import almenara.nodes.Ranking;
import almenara.nodes.Sighting;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /nodes}: some of the other nodes, or those that rank highest for a key; a node's own record is told here. {@code /nodes/proof}: this node shows that it has its key. */
@WebServlet(urlPatterns = {"/nodes", "/nodes/proof"}, asyncSupported = true, loadOnStartup = 1)
public class NodesServlet extends Resource {

    private static final long serialVersionUID = 1L;
    private static final JsonLimits LIMITS = new JsonLimits(2);

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean proof = request.getServletPath().endsWith("proof");
        switch (request.getMethod()) {
            case "GET" -> new Responses(response, door().shared()).json(HttpServletResponse.SC_OK, proof ? proof(request) : list(request));
            case "POST" -> {
                if (proof) {
                    throw new Refusal(Code.METHOD_NOT_ALLOWED, "a proof is asked for with GET");
                }
                announce(request);
            }
            default -> throw new Refusal(Code.METHOD_NOT_ALLOWED, "nodes are asked for with GET, and told of with POST");
        }
    }

    private String list(HttpServletRequest request) {
        String near = request.getParameter("near");
        List<NodeRecord> nodes = near == null ? door().nodes().sample().stream().map(Sighting::record).toList()
                : door().nodes().ranked(caller(request), key(near));
        JsonArrayBuilder list = JsonFactories.BUILDERS.createArrayBuilder();
        boolean full = request.getParameter("full") != null;
        nodes.forEach(each -> {
            if (full) {
                list.add(ItemJson.write(each.item()));
            } else {
                list.add(each.url().text());
            }
        });
        return list.build().toString();
    }

    private static byte[] key(String near) {
        return bytes(near, Ranking.KEY).orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, "near is " + Ranking.KEY + " bytes in base64url"));
    }

    /** The bytes in the text, if there are exactly so many. */
    private static Optional<byte[]> bytes(String text, int length) {
        return Item.bytes(text, length).filter(bytes -> bytes.length == length);
    }

    private String proof(HttpServletRequest request) {
        Mesh mesh = door().nodes().admit(caller(request));
        byte[] nonce = Optional.ofNullable(request.getParameter("nonce")).flatMap(text -> bytes(text, KeyProof.NONCE))
                .orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, "nonce is " + KeyProof.NONCE + " bytes in base64url"));
        Item item = mesh.item().orElseThrow(() -> new Refusal(Code.UNAVAILABLE, "the record is not signed yet", 1000));
        return JsonFactories.BUILDERS.createObjectBuilder().add("record", ItemJson.write(item)).add("proof", Item.base64(mesh.prove(nonce))).build().toString();
    }

    private void announce(HttpServletRequest request) throws IOException {
        Mesh mesh = door().nodes().admit(caller(request));
        HttpCommand.begin(request, body -> {
            Item item = ItemJson.read(new StrictJson(LIMITS).read(Bodies.text(body)))
                    .orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, "the body is the record of a node: k, salt, seq, sig, v"));
            if (!mesh.announced(item)) {
                throw new Refusal(Code.BAD_MESSAGE, "the record is not signed by its key, or has ended");
            }
            return new Reply("", "", new Event.Done());
        }, door().shared());
    }

    private long caller(HttpServletRequest request) {
        return Addresses.key(door().addresses().caller(request));
    }
}
