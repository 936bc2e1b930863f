package load;

import java.nio.charset.StandardCharsets;

/** What a message carries, so that whoever gets it can tell what it is, who sent it as which one, and when: 37 characters. {@code nanos} are those since the generator began. */
record Stamp(Kind kind, int seat, int sequence, int turn, long nanos) {

    /** What stands in a template where the stamp will be. */
    static final String PLACE = "~~" + "0".repeat(35);
    static final int TURN_DIGITS = 8;
    private static final int SEAT_DIGITS = 6;
    private static final int SEQUENCE_DIGITS = 8;
    private static final int NANOS_DIGITS = 12;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX = 16;

    void write(byte[] bytes, int at) {
        int next = hex(bytes, at + 2, 1, kind.ordinal());
        next = hex(bytes, next, SEAT_DIGITS, seat);
        next = hex(bytes, next, SEQUENCE_DIGITS, sequence);
        next = hex(bytes, next, TURN_DIGITS, turn);
        hex(bytes, next, NANOS_DIGITS, nanos);
    }

    /** Where the stamp is in a message, or -1. */
    static int find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - PLACE.length(); i++) {
            if (bytes[i] == '~' && bytes[i + 1] == '~') {
                return i;
            }
        }
        return -1;
    }

    static Stamp read(byte[] bytes, int at) {
        int next = at + 2;
        Kind kind = Kind.ALL[(int) number(bytes, next, 1)];
        int seat = (int) number(bytes, next += 1, SEAT_DIGITS);
        int sequence = (int) number(bytes, next += SEAT_DIGITS, SEQUENCE_DIGITS);
        int turn = (int) number(bytes, next += SEQUENCE_DIGITS, TURN_DIGITS);
        return new Stamp(kind, seat, sequence, turn, number(bytes, next + TURN_DIGITS, NANOS_DIGITS));
    }

    /** Writes so many hexadecimal digits, and gives the place after them. */
    static int hex(byte[] bytes, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = DIGITS[(int) (rest & (HEX - 1))];
            rest >>>= 4;
        }
        return at + digits;
    }

    private static long number(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value << 4 | Character.digit(bytes[i], HEX);
        }
        return value;
    }
}
