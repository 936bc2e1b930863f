package load;

/** The protocols by their names. */
final class Protocols {

    /** Candidates that each end of a link sends. */
    static final int CANDIDATES = 4;
    /** Messages by which a link is made: a description and candidates of each end. */
    static final int HANDSHAKE = 2 + 2 * CANDIDATES;

    private Protocols() {
    }

    /** The protocol of that name, at a path of its server. */
    static Protocol named(String name, String path, Seating seating) {
        return switch (name) {
            case "y-webrtc" -> new YWebrtc(path, seating);
            case "floor" -> new Floor(path, seating);
            case "peerjs" -> new PeerJs(path, seating);
            case "tracker" -> new Tracker(path, seating);
            case "star" -> new Star(path, seating, true);
            case "star-idle" -> new Star(path, seating, false);
            case "native" -> new Native(seating);
            case "native-link" -> new NativeLink(seating);
            default -> throw new IllegalArgumentException("no protocol " + name);
        };
    }
}
