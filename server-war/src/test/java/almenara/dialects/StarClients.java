package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import java.util.Random;

/** Clients of webrtc-star on three nodes, and the frames that they say and hear. */
class StarClients {

    static final WebrtcStar DIALECT = new WebrtcStar(new JsonLimits(16), new WebrtcStar.Limits(4, 120, 25, 65_536), new Random(7));

    final Nodes nodes = new Nodes(3);

    /** A client of Engine.IO 4 that has connected. */
    ForeignClient connect(int node) {
        ForeignClient client = nodes.node(node).connect(DIALECT, "EIO=4&transport=websocket").says("40");
        client.takes();
        return client;
    }

    static void refuses(ForeignClient client, String frame, Refusal.Code code) {
        assertEquals(code, assertThrows(Refusal.class, () -> client.says(frame)).code(), frame);
    }

    ForeignClient join(int node, String id) {
        return connect(node).says(joins(id));
    }

    static String at(String id) {
        return "/dns4/s/tcp/443/wss/p2p-webrtc-star/p2p/" + id;
    }

    static String joins(String id) {
        return "42[\"ss-join\",\"" + at(id) + "\"]";
    }

    static String peer(String id) {
        return "42[\"ws-peer\",\"" + at(id) + "\"]";
    }

    /** What is said of an attempt to connect, {@code more} being further members. */
    static String handshake(String event, String from, String to, String more) {
        return "42[\"" + event + "\",{\"intentId\":\"i\",\"srcMultiaddr\":\"" + at(from) + "\",\"dstMultiaddr\":\"" + at(to) + "\"" + more + ",\"signal\":{}}]";
    }

    static String calls(String from, String to) {
        return handshake("ss-handshake", from, to, "");
    }

    static String called(String from, String to) {
        return handshake("ws-handshake", from, to, "");
    }

    static String answers(String from, String to) {
        return handshake("ss-handshake", from, to, ",\"answer\":true");
    }

    static String answered(String from, String to) {
        return handshake("ws-handshake", from, to, ",\"answer\":true");
    }

    static String failed(String from, String to, String why) {
        String frame = handshake("ws-handshake", from, to, "");
        return frame.substring(0, frame.length() - 2) + ",\"err\":\"" + why + "\"}]";
    }
}
