package almenara.nodes;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself, and the item in which it has signed that: its URL, the expected hashes of a post, what it can do, and until when (seconds of
 * the epoch) this holds.
 */
public record NodeRecord(Item item, Content content) {

    /** For how long a record holds at most. */
    public static final Duration LIFE = Duration.ofHours(2);
    /** What the clocks of two nodes may differ by. */
    static final Duration SKEW = Duration.ofMinutes(1);
    static final int CAPABILITIES = 16;
    private static final String CAPABILITY = "[a-z0-9-]{1,32}";
    private static final long U32 = 0xFFFF_FFFFL;
    /** A record needs two levels and ten digits; more is for fields to come. */
    private static final Decoder.Limits LIMITS = new Decoder.Limits(4, 18);

    /** What is signed beside the key and the number of the version. */
    public record Content(NodeUrl url, long effort, List<String> capabilities, long expiry) {

        public Content {
            capabilities = List.copyOf(capabilities);
        }

        byte[] bytes() {
            return Dictionary.of().with("capabilities", new Value.Items(capabilities.stream().<Value>map(Value.Text::of).toList())).with("effort", effort)
                    .with("expiry", expiry).with("url", url.text()).encode();
        }
    }

    static NodeRecord sign(SigningKey key, long seq, Content content) {
        return new NodeRecord(Item.sign(key, seq, content.bytes()), content);
    }

    /** What the item says, if it is one of ours at that time (seconds of the epoch). Fields that we do not know are passed over. */
    static NodeRecord read(Item item, long now) throws VisitFailure {
        if (!item.isSigned()) {
            throw new VisitFailure(Verdict.FORGED, "the record is not signed by its key");
        }
        Content content = content(item.value()).orElseThrow(() -> new VisitFailure(Verdict.MALFORMED, "this is no record"));
        if (content.expiry() <= now - SKEW.toSeconds() || content.expiry() > now + LIFE.plus(SKEW).toSeconds()) {
            throw new VisitFailure(Verdict.EXPIRED, "the record has ended, or holds for longer than two hours");
        }
        return new NodeRecord(item, content);
    }

    /** The record in an item that this cluster has looked at before; {@link IllegalArgumentException} when there is none. */
    static NodeRecord trusted(Item item) {
        return new NodeRecord(item, content(item.value()).orElseThrow(() -> new IllegalArgumentException("this is no record")));
    }

    /** The URL that an item names, whoever may have signed it. */
    static Optional<NodeUrl> url(Item item) {
        return content(item.value()).map(Content::url);
    }

    private static Optional<Content> content(byte[] value) {
        try {
            return Decoder.decode(value, LIMITS) instanceof Dictionary fields ? content(fields) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Content> content(Dictionary fields) {
        long effort = fields.number("effort").orElse(-1);
        Optional<List<String>> capabilities = fields.value("capabilities").map(NodeRecord::capabilities);
        if (effort < 0 || effort > U32 || fields.number("expiry").isEmpty() || capabilities.isEmpty()) {
            return Optional.empty();
        }
        return fields.bytes("url").map(NodeRecord::text).flatMap(NodeUrl::read)
                .map(url -> new Content(url, effort, capabilities.get(), fields.number("expiry").getAsLong()));
    }

    private static List<String> capabilities(Value value) {
        if (!(value instanceof Value.Items list) || list.values().size() > CAPABILITIES) {
            throw new Malformed("capabilities are a list of at most " + CAPABILITIES);
        }
        return list.values().stream().map(NodeRecord::capability).toList();
    }

    private static String capability(Value value) {
        String name = value instanceof Value.Text text ? text(text.bytes()) : "";
        if (!name.matches(CAPABILITY)) {
            throw new Malformed("a capability is a short word");
        }
        return name;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public NodeUrl url() {
        return content.url();
    }
}
