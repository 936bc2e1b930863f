package load;

/** What browsers put into signals, as to form and length; the stamp is at its beginning. */
final class Sdp {

    private static final String LINES = String.join("\\r\\n", "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "a=extmap-allow-mixed",
        "a=msid-semantic: WMS", "m=application 56061 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 203.0.113.77",
        "a=candidate:1467250027 1 udp 2122260223 192.0.2.168 56061 typ host generation 0 network-id 1 network-cost 10",
        "a=candidate:1853887674 1 udp 1518280447 203.0.113.77 56061 typ srflx raddr 192.0.2.168 rport 56061 generation 0 network-id 1 network-cost 10",
        "a=ice-ufrag:F7gI", "a=ice-pwd:x9cml/YzichV2+XlhiMu8gzk", "a=ice-options:trickle",
        "a=fingerprint:sha-256 49:66:12:17:0D:1C:91:AE:57:4C:C6:36:DD:D5:97:D2:7D:62:C9:9A:7F:B9:A3:F4:70:03:E7:43:91:73:23:5E", "a=setup:actpass", "a=mid:0", "a=sctp-port:5000",
        "a=max-message-size:262144", "");

    private Sdp() {
    }

    /** A description of some 860 bytes, as a JSON object. */
    static String description(String type) {
        return "{\"type\":\"" + type + "\",\"sdp\":\"" + Stamp.PLACE + LINES + "\"}";
    }

    /** A candidate of some 230 bytes, as a JSON object. */
    static String candidate() {
        return "{\"candidate\":\"" + Stamp.PLACE + " candidate:842163049 1 udp 1677729535 203.0.113.77 46154 typ srflx raddr 192.0.2.168 rport 46154 generation 0 ufrag F7gI network-cost 999\","
            + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"F7gI\"}";
    }
}
