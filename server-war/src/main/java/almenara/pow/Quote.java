package almenara.pow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signed price: 47 bytes of fixed width, so that nothing in it can be moved. It names no client and is kept nowhere.
 * <pre>
 *  0 version=1  1 algorithm=1  2 kid  3 flags=0  4 issued u32  8 life u16  10 node 8  18 scope u8  19 scope hash 8  27 effort u32  31 mac 16
 * </pre>
 */
public final class Quote {

    static final int SIZE = 47;
    static final int SIGNED = 31;
    static final int TEXT = 63;
    private static final byte VERSION = 1;
    private static final byte SHA256 = 1;
    private static final int KID = 2;
    private static final int ISSUED = 4;
    private static final int LIFE = 8;
    private static final int NODE = 10;
    private static final int SCOPE = 18;
    private static final int HASH = 19;
    private static final int EFFORT = 27;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final int U16 = 0xFFFF;
    private static final int U8 = 0xFF;

    private final byte[] bytes;

    private Quote(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What of these terms is signed, by the key of that number. */
    static byte[] unsigned(Terms terms, int kid) {
        return ByteBuffer.allocate(SIGNED).put(VERSION).put(SHA256).put((byte) kid).put((byte) 0).putInt((int) terms.issued()).putShort((short) terms.life())
                .putLong(terms.node()).put((byte) terms.place().scope().number()).putLong(terms.place().hash()).putInt((int) terms.effort()).array();
    }

    static Quote of(byte[] unsigned, byte[] mac) {
        return new Quote(ByteBuffer.allocate(SIZE).put(unsigned).put(mac, 0, SIZE - SIGNED).array());
    }

    /** The quote in the text, if it has the shape of one; whether it is ours the key says. */
    public static Optional<Quote> read(String text) {
        return Bytes.read(text, SIZE).map(Quote::new).filter(Quote::hasShape);
    }

    private boolean hasShape() {
        return bytes[0] == VERSION && bytes[1] == SHA256 && bytes[KID + 1] == 0 && Scope.of(bytes[SCOPE] & U8).isPresent();
    }

    byte[] signed() {
        return Arrays.copyOf(bytes, SIGNED);
    }

    byte[] mac() {
        return Arrays.copyOfRange(bytes, SIGNED, SIZE);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int kid() {
        return bytes[KID] & U8;
    }

    public Terms terms() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Terms.Place place = new Terms.Place(Scope.of(bytes[SCOPE] & U8).orElseThrow(), buffer.getLong(HASH));
        return new Terms(buffer.getInt(ISSUED) & U32, buffer.getShort(LIFE) & U16, buffer.getLong(NODE), place, buffer.getInt(EFFORT) & U32);
    }

    /** 63 characters of base64url. */
    public String text() {
        return Bytes.text(bytes);
    }
}
