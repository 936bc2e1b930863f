package load;

import java.util.List;

/** The signalling of webrtc-star over Engine.IO 4: as with PeerJS, two addresses make a link. */
final class Star implements Protocol {

    private static final String EVENT = "42";

    private final String path;
    private final boolean joins;
    private final Script script;

    /** Whoever does not join can only be there. */
    Star(String path, Seating seating, boolean joins) {
        this.path = path;
        this.joins = joins;
        script = Script.link(seating.seats(), seat -> half(Kind.OFFER, seat), seat -> half(Kind.ANSWER, seat), Protocols.HANDSHAKE);
    }

    /** The answerer's signals keep the order of the addresses, and say that they are for the first of them. */
    private static List<Template> half(Kind kind, int seat) {
        boolean answer = kind == Kind.ANSWER;
        String head = EVENT + "[\"ss-handshake\",{\"srcMultiaddr\":\"" + address(answer ? seat ^ 1 : seat) + "\",\"dstMultiaddr\":\"" + address(answer ? seat : seat ^ 1)
            + "\",\"intentId\":\"" + "0".repeat(56) + String.format("%08x", seat >> 1) + Template.TURN + "\"" + (answer ? ",\"answer\":true" : "") + ",\"signal\":";
        Template description = new Template(kind, head + Sdp.description(answer ? "answer" : "offer") + "}]");
        return Templates.withCandidates(description, head + "{\"type\":\"candidate\",\"candidate\":" + Sdp.candidate() + "}}]");
    }

    private static String address(int seat) {
        String digits = String.format("%08d", seat).chars().map(digit -> digit - '0' + 'a').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return "/ip4/127.0.0.1/tcp/9090/ws/p2p-webrtc-star/p2p/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2Lpzu7k" + digits;
    }

    @Override
    public String path(int connection) {
        return path + "?EIO=4&transport=websocket";
    }

    @Override
    public void heard(Peer peer, String text) {
        if (text.startsWith("0")) {
            peer.send("40");
        } else if (text.startsWith("40")) {
            if (joins) {
                peer.send(EVENT + "[\"ss-join\",\"" + address(peer.number) + "\"]");
            }
            peer.ready();
        } else if (text.equals("2")) {
            peer.send("3");
        }
    }

    @Override
    public Script script() {
        return script;
    }
}
