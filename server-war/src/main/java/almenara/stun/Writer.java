package almenara.stun;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes a STUN message, attribute by attribute. */
final class Writer {

    private static final int LENGTH_AT = 2;
    private static final int ALIGNMENT = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Writer(int type, byte[] mask) {
        bytes.writeBytes(ByteBuffer.allocate(Short.BYTES + Short.BYTES).putShort((short) type).putShort((short) 0).array());
        bytes.writeBytes(mask);
    }

    Writer attribute(int type, byte[] value) {
        int filled = Math.ceilDiv(value.length, ALIGNMENT) * ALIGNMENT;
        bytes.writeBytes(ByteBuffer.allocate(Message.ATTRIBUTE_HEADER + filled).putShort((short) type).putShort((short) value.length).put(value).array());
        return this;
    }

    byte[] end() {
        return withLength(bytes.toByteArray());
    }

    /** The message with a FINGERPRINT as its last attribute. */
    byte[] fingerprint() {
        byte[] message = attribute(Message.FINGERPRINT, new byte[Integer.BYTES]).end();
        int at = message.length - Integer.BYTES;
        ByteBuffer.wrap(message).putInt(at, Message.fingerprint(message, at - Message.ATTRIBUTE_HEADER));
        return message;
    }

    private static byte[] withLength(byte[] message) {
        ByteBuffer.wrap(message).putShort(LENGTH_AT, (short) (message.length - Message.HEADER));
        return message;
    }
}
