package almenara.nodes;

import almenara.keys.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    /** What is signed beside the key and the number of the version. */
    public record Content(NodeUrl url, long effort, List<String> capabilities, long expiry) {

        public Content {
            capabilities = List.copyOf(capabilities);
        }

        byte[] bytes() {
            return Bencode.write(new TreeMap<>(Map.of("capabilities", capabilities, "effort", effort, "expiry", expiry, "url", url.text())));
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
        Map<String, Object> fields = Bencode.read(value).orElse(Map.of());
        if (fields.get("url") instanceof String url && fields.get("effort") instanceof Long effort && effort >= 0 && effort <= U32
                && fields.get("expiry") instanceof Long expiry && fields.get("capabilities") instanceof List<?> capabilities) {
            return NodeUrl.read(url).filter(read -> areCapabilities(capabilities))
                    .map(read -> new Content(read, effort, capabilities.stream().map(String.class::cast).toList(), expiry));
        }
        return Optional.empty();
    }

    private static boolean areCapabilities(List<?> list) {
        return list.size() <= CAPABILITIES && list.stream().allMatch(each -> each instanceof String text && text.matches(CAPABILITY));
    }

    public NodeUrl url() {
        return content.url();
    }
}
