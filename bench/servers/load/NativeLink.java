package load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A link by the native offer table: an offer for the other one, its claim, the answer, and the candidates of both as signals. */
final class NativeLink extends Seats {

    private static final byte[] OFFER = "\"offer\":\"".getBytes(StandardCharsets.US_ASCII);

    private final Script script;

    NativeLink(Seating seating) {
        super(seating);
        Templates offers = new Templates(seating.seats(), seat -> List.of(new Template(Kind.OFFER,
            "{\"type\":\"offer\",\"to\":\"" + name(seat ^ 1) + "\",\"ref\":1,\"data\":{\"description\":" + Sdp.description("offer") + "}}")));
        Templates answers = new Templates(seating.seats(), seat -> Templates.withCandidates(new Template(Kind.ANSWER,
            "{\"type\":\"answer\",\"offer\":\"" + Template.WORD + "\",\"ref\":3,\"data\":{\"description\":" + Sdp.description("answer") + "}}"), candidate(seat)));
        Templates candidates = new Templates(seating.seats(), seat -> Templates.candidates(candidate(seat)));
        script = new Script(offers, Map.of(Kind.OFFER, answers, Kind.ANSWER, candidates), Protocols.HANDSHAKE);
    }

    private String candidate(int seat) {
        return "{\"type\":\"signal\",\"to\":\"" + name(seat ^ 1) + "\",\"ref\":4,\"data\":{\"link\":\"bench\",\"candidates\":[" + Sdp.candidate() + "]}}";
    }

    @Override
    public void heard(Peer peer, String text) {
        if (text.contains("\"offer-opened\"")) {
            int at = text.indexOf(new String(OFFER, StandardCharsets.US_ASCII)) + OFFER.length;
            peer.send("{\"type\":\"claim\",\"ref\":2,\"offer\":\"" + text.substring(at, text.indexOf('"', at)) + "\"}");
        } else {
            super.heard(peer, text);
        }
    }

    @Override
    public Script script() {
        return script;
    }

    @Override
    public byte[] word(byte[] bytes, int from, int to) {
        for (int i = from; i < to - OFFER.length - Template.WORD.length(); i++) {
            if (Arrays.equals(bytes, i, i + OFFER.length, OFFER, 0, OFFER.length)) {
                return Arrays.copyOfRange(bytes, i + OFFER.length, i + OFFER.length + Template.WORD.length());
            }
        }
        return null;
    }
}
