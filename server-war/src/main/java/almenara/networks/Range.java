package almenara.networks;

import java.util.Arrays;

/** A range of addresses in CIDR notation. */
public record Range(byte[] address, int bits) {

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; throws {@link IllegalArgumentException} for anything else. */
    public static Range parse(String text) {
        String[] halves = text.split("/", 2);
        byte[] address = Literals.bytes(halves[0]);
        int bits = halves.length == 1 ? address.length * Byte.SIZE : Integer.parseInt(halves[1]);
        if (bits < 0 || bits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException(text + " has more bits than an address");
        }
        return new Range(address, bits);
    }

    /** True for the 4 or 16 bytes of an address that lies in the range. */
    public boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(other, 0, whole, address, 0, whole) && (rest == 0 || (other[whole] ^ address[whole]) >> Byte.SIZE - rest == 0);
    }
}
