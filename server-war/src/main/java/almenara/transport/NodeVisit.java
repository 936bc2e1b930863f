package almenara.transport;

import almenara.dialects.JsonLimits;
import almenara.dialects.StrictJson;
import almenara.keys.PublicKey;
import almenara.messages.Refusal;
import almenara.nodes.Item;
import almenara.nodes.NodeUrl;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import almenara.pow.Quote;
import almenara.transport.PinnedWeb.Question;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Questions to one node at one address, in the words of docs/protocol.md, section 11. */
final class NodeVisit implements Web.Visit {

    /** Bytes of the status of a node, of its proof, and of the records that it knows. */
    static final int STATUS = 16_384;
    static final int PROOF = 4096;
    static final int LIST = 65_536;
    private static final JsonLimits LIMITS = new JsonLimits(4);

    private final PinnedWeb web;
    private final NodeUrl url;
    private final InetAddress address;

    NodeVisit(PinnedWeb web, NodeUrl url, InetAddress address) {
        this.web = web;
        this.url = url;
        this.address = address;
    }

    @Override
    public byte[] address() {
        return address.getAddress();
    }

    /** What the quote says, and what stands beside it if that is more. */
    @Override
    public long effort() throws VisitFailure {
        JsonObject status = object(ask(new Question("", "", STATUS)));
        long told = status.get("effort") instanceof JsonNumber number ? exact(number) : 0;
        if (!status.containsKey("quote")) {
            return told;
        }
        return Math.max(told, Quote.read(ItemJson.text(status, "quote")).orElseThrow(() -> malformed("a quote")).terms().effort());
    }

    private static long exact(JsonNumber number) throws VisitFailure {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw malformed("an effort");
        }
    }

    @Override
    public boolean charges(byte[] room) throws VisitFailure {
        JsonObject answer = object(ask(new Question("room/" + Item.base64(room), "{\"type\":\"signal\",\"data\":0}", PROOF, true)));
        return Refusal.Code.PRICE.wire().equals(ItemJson.text(answer, "code"));
    }

    @Override
    public Web.Answer prove(byte[] nonce) throws VisitFailure {
        JsonObject answer = object(ask(new Question("nodes/proof?nonce=" + Item.base64(nonce), "", PROOF)));
        Optional<Item> item = Optional.ofNullable(answer.get("record")).flatMap(ItemJson::read);
        Optional<byte[]> proof = Item.bytes(ItemJson.text(answer, "proof"), PublicKey.SIGNATURE);
        return new Web.Answer(item.orElseThrow(() -> malformed("a record")), proof.orElseThrow(() -> malformed("a proof")));
    }

    @Override
    public List<Item> nodes() throws VisitFailure {
        if (ask(new Question("nodes?full", "", LIST)) instanceof JsonArray array) {
            return array.stream().map(ItemJson::read).flatMap(Optional::stream).toList();
        }
        throw malformed("a list of nodes");
    }

    @Override
    public void announce(Item own) throws VisitFailure {
        ask(new Question("nodes", ItemJson.write(own).build().toString(), PROOF));
    }

    private JsonValue ask(Question question) throws VisitFailure {
        try {
            return new StrictJson(LIMITS).read(web.ask(url, address, question));
        } catch (Refusal refusal) {
            throw new VisitFailure(Verdict.MALFORMED, "it answers with what is not JSON");
        }
    }

    private static JsonObject object(JsonValue value) throws VisitFailure {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw malformed("an object");
    }

    private static VisitFailure malformed(String what) {
        return new VisitFailure(Verdict.MALFORMED, "it should answer with " + what);
    }
}
