package almenara.dialects;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Offer;
import almenara.messages.Reply;
import java.util.List;
import java.util.stream.Collectors;

/** The server's half of the native protocol: a reply to its JSON text. */
public final class NativeReplies {

    private static final long MILLIS = 1000;

    private final Introduction introduction;
    private volatile Written last = new Written(new Reply("", "", new Event.Done()), "");

    /** What every {@code joined} says of the node: its name, its bounds and its ICE servers, the latter two as JSON text. */
    public record Introduction(String node, String limits, String iceServers) {
    }

    /** A reply, and how it was written. */
    private record Written(Reply reply, String text) {

        boolean isOf(Reply other) {
            return reply.event() == other.event() && reply.room().equals(other.room());
        }
    }

    NativeReplies(Introduction introduction) {
        this.introduction = introduction;
    }

    /** A room tells its members of an event one after the other: it is written once for all of them who call the room the same. */
    String encode(Reply reply) {
        if (!(reply.event() instanceof Event.Logged) || !reply.ref().isEmpty()) {
            return write(reply);
        }
        Written written = last;
        if (!written.isOf(reply)) {
            written = new Written(reply, write(reply));
            last = written;
        }
        return written.text();
    }

    private String write(Reply reply) {
        JsonText text = switch (reply.event()) {
            case Event.Joined joined -> joined(joined);
            case Event.Logged logged -> logged(logged.entry()).field("offset", logged.offset());
            case Event.Cursor cursor -> named("cursor").field("offset", cursor.offset());
            case Event.Drain drain -> named("drain").field("delay", drain.delayMillis());
            case Event.Price price -> named("price").field("quote", price.quote()).field("effort", price.effort())
                    .raw("height", Double.toString(price.height()));
            case Event.Challenge challenge -> named("challenge").field("challenge", challenge.text());
            case Event.Done done -> named("ok");
            case Event.Stored stored -> named("ok").field("epoch", stored.at().epoch()).field("offset", stored.at().offset());
            case Event.Opened opened -> named("ok").field("offer", opened.offer()).field("expires", opened.seconds());
            case Event.Held held -> named("ok").field("expires", held.seconds());
            case Event.Claimed claimed -> claimed(claimed);
            case Event.Listed listed -> named("ok").raw("offers", list(listed));
            case Event.Granted granted -> granted(granted);
            case Event.Refused refused -> refused(refused);
        };
        return text.optional("room", reply.room()).raw("ref", reply.ref()).end();
    }

    private static JsonText named(String type) {
        return new JsonText().field("type", type);
    }

    private JsonText joined(Event.Joined joined) {
        JsonText text = named("joined").field("self", joined.seat().peer()).field("epoch", joined.at().epoch())
                .field("offset", joined.at().offset()).field("node", introduction.node()).field("token", joined.seat().token());
        if (joined.continuity() != Event.Continuity.NEW) {
            text.field("recovered", joined.continuity() == Event.Continuity.RECOVERED);
        }
        if (joined.continuity() != Event.Continuity.RECOVERED) {
            text.raw("members", members(joined.members()));
        }
        return text.raw("limits", introduction.limits()).raw("iceServers", introduction.iceServers());
    }

    private static String members(List<String> peers) {
        return peers.stream().map(peer -> new JsonText().field("peer", peer).end()).collect(Collectors.joining(",", "[", "]"));
    }

    private static JsonText logged(Entry entry) {
        return switch (entry.kind()) {
            case PEER_JOINED -> named("peer-joined").field("peer", entry.from());
            case PEER_LEFT -> named("peer-left").field("peer", entry.from()).field("reason", entry.data());
            case SIGNAL -> named("signal").optional("from", entry.from()).optional("to", entry.to())
                    .optional("id", entry.name()).raw("data", entry.data());
            case OFFER_OPENED -> named("offer-opened").field("offer", entry.name()).field("from", entry.from()).optional("to", entry.to());
            case OFFER_CLOSED -> named("offer-closed").field("offer", entry.name()).field("from", entry.from())
                    .optional("to", entry.to()).field("reason", entry.data());
            case ANSWER -> named("answer").field("offer", entry.name()).field("from", entry.from()).raw("data", entry.data());
            case GAP -> throw new IllegalArgumentException("a gap is told as a lost continuity");
        };
    }

    private static JsonText claimed(Event.Claimed claimed) {
        Offer offer = claimed.offer();
        return named("ok").field("offer", offer.id()).field("from", offer.author()).raw("data", offer.data()).field("expires", claimed.seconds());
    }

    private static String list(Event.Listed listed) {
        return listed.offers().stream()
                .map(offer -> new JsonText().field("offer", offer.id()).field("from", offer.author()).optional("to", offer.to())
                        .field("expires", Math.max(0, offer.expires() - listed.nowMillis()) / MILLIS).end())
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The second time in the form of an RTCIceServer (W3C WebRTC, section 4.2.4). */
    private static JsonText granted(Event.Granted granted) {
        String urls = granted.urls().stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
        JsonText server = new JsonText().raw("urls", urls).field("username", granted.username()).field("credential", granted.credential());
        return named("ok").field("username", granted.username()).field("credential", granted.credential())
                .field("ttl", granted.seconds()).raw("iceServers", '[' + server.end() + ']');
    }

    private static JsonText refused(Event.Refused refused) {
        JsonText text = named("refused").field("code", refused.refusal().code().wire()).field("message", refused.refusal().getMessage());
        refused.refusal().price().ifPresent(price -> text.field("quote", price.quote()).field("effort", price.effort()).field("action", price.action()));
        text.optional("challenge", refused.refusal().challenge());
        refused.refusal().seq().ifPresent(seq -> text.field("seq", seq));
        long retry = refused.refusal().retryAfterMillis();
        return retry > 0 ? text.field("retryAfter", retry) : text;
    }
}
