package almenara.seal;

import almenara.keys.PublicKey;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What goes with a join, as base64url of fixed width, so that nothing in it can be moved: 192 characters, or 320 with the key of a room.
 * <pre>
 *  0 challenge 48  48 peer key 32  80 its signature 64  144 room key 32  176 its signature 64
 * </pre>
 */
record JoinProof(byte[] challenge, Signed peer, Optional<Signed> room) {

    private static final int PART = PublicKey.SIZE + PublicKey.SIGNATURE;
    private static final int WITHOUT_ROOM = Challenges.SIZE + PART;
    private static final int WITH_ROOM = WITHOUT_ROOM + PART;
    private static final int ID = 26;
    private static final byte[] PEER = Bytes.label("seal-peer");
    private static final byte[] JOIN = Bytes.label("seal-join");

    /** A key and a signature by it. */
    record Signed(PublicKey key, byte[] signature) {
    }

    /** The proof in the text, if it has the shape of one. */
    static Optional<JoinProof> read(String text) {
        return Bytes.read(text, WITHOUT_ROOM).or(() -> Bytes.read(text, WITH_ROOM)).map(JoinProof::of);
    }

    private static JoinProof of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] challenge = next(buffer, Challenges.SIZE);
        Signed peer = signed(buffer);
        return new JoinProof(challenge, peer, buffer.hasRemaining() ? Optional.of(signed(buffer)) : Optional.empty());
    }

    private static Signed signed(ByteBuffer buffer) {
        return new Signed(new PublicKey(next(buffer, PublicKey.SIZE)), next(buffer, PublicKey.SIGNATURE));
    }

    private static byte[] next(ByteBuffer buffer, int size) {
        byte[] bytes = new byte[size];
        buffer.get(bytes);
        return bytes;
    }

    /** The id of the peer that has this key: 130 bits of its hash. */
    static String id(PublicKey key) {
        return Bytes.base32(Bytes.sha256(key.bytes()), ID);
    }

    boolean isSound() {
        return peer.key().isSound() && room.map(Signed::key).map(PublicKey::isSound).orElse(true);
    }

    /** True when the peer, and the room where its key is there, have signed the challenge for the room with that id. */
    boolean isSigned(byte[] roomId) {
        return peer.key().signed(peer.signature(), PEER, challenge, roomId)
                && room.map(it -> it.key().signed(it.signature(), JOIN, challenge, roomId, peer.key().bytes())).orElse(true);
    }

    /** What makes this answer this one: however it was signed, a challenge is answered once for a room by a peer. */
    byte[] digest(byte[] roomId) {
        return Bytes.sha256(JOIN, challenge, roomId, peer.key().bytes());
    }
}
