package almenara.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * Answers Binding requests over UDP with the address that they came from (RFC 8489, without authentication). What is anything else, or is malformed, gets no
 * answer at all, and no answer makes a datagram more than twice as long as that which asked for it: who writes another's address on a request gains nothing.
 */
public final class Binding {

    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000a;
    private static final int UNKNOWN_ATTRIBUTE_CODE = 4 << Byte.SIZE | 20;
    private static final byte IPV4 = 1;
    private static final byte IPV6 = 2;
    private static final int IPV4_BYTES = 4;
    private static final int PORT_SHIFT = 16;
    private static final int FAMILY_AND_PORT = 4;
    private static final int UDP_HEADER = 8;
    private static final int MOST_TIMES = 2;

    private Binding() {
    }

    /** The answer to a datagram from that address, or nothing. */
    public static Optional<byte[]> answer(byte[] datagram, InetSocketAddress from) {
        return Message.parse(datagram).filter(Message::isBindingRequest)
                .map(request -> reply(request, from))
                .filter(answer -> UDP_HEADER + answer.length <= MOST_TIMES * (UDP_HEADER + datagram.length));
    }

    private static byte[] reply(Message request, InetSocketAddress from) {
        Set<Integer> unknown = request.unknown();
        Writer writer = unknown.isEmpty() ? success(request, from) : refusal(request, unknown);
        return request.hasFingerprint() ? writer.fingerprint() : writer.end();
    }

    private static Writer success(Message request, InetSocketAddress from) {
        byte[] address = from.getAddress().getAddress();
        byte[] mask = request.mask();
        ByteBuffer value = ByteBuffer.allocate(FAMILY_AND_PORT + address.length);
        value.put((byte) 0).put(address.length == IPV4_BYTES ? IPV4 : IPV6).putShort((short) (from.getPort() ^ Message.COOKIE >>> PORT_SHIFT));
        for (int i = 0; i < address.length; i++) {
            value.put((byte) (address[i] ^ mask[i]));
        }
        return new Writer(SUCCESS, request.mask()).attribute(XOR_MAPPED_ADDRESS, value.array());
    }

    /** The reason is left empty, as it may be: it is the one part that could make the answer longer than the request allows. */
    private static Writer refusal(Message request, Set<Integer> unknown) {
        ByteBuffer types = ByteBuffer.allocate(Short.BYTES * unknown.size());
        unknown.forEach(type -> types.putShort(type.shortValue()));
        return new Writer(ERROR, request.mask())
                .attribute(ERROR_CODE, ByteBuffer.allocate(Integer.BYTES).putInt(UNKNOWN_ATTRIBUTE_CODE).array())
                .attribute(UNKNOWN_ATTRIBUTES, types.array());
    }
}
