package load;

import java.nio.charset.StandardCharsets;

/** A frame that is made once and sent over and over, each time with another stamp, turn and word. The word is what the other one's message said, such as the id of an offer. */
final class Template {

    static final String TURN = "#".repeat(Stamp.TURN_DIGITS);
    static final String WORD = "@".repeat(16);
    private static final int NOWHERE = -1;

    private final Kind kind;
    private final byte[] frame;
    private final int stamp;
    private final int turn;
    private final int word;

    Template(Kind kind, String text) {
        this.kind = kind;
        frame = Frames.text(text);
        String whole = new String(frame, StandardCharsets.ISO_8859_1);
        stamp = whole.indexOf(Stamp.PLACE);
        turn = whole.indexOf(TURN);
        word = whole.indexOf(WORD);
        if (stamp == NOWHERE) {
            throw new IllegalArgumentException("no place for a stamp: " + text);
        }
    }

    Kind kind() {
        return kind;
    }

    /** The frame with these; it is good until the next call. */
    byte[] with(Stamp values, byte[] said) {
        values.write(frame, stamp);
        if (turn != NOWHERE) {
            Stamp.hex(frame, turn, Stamp.TURN_DIGITS, values.turn());
        }
        if (word != NOWHERE) {
            System.arraycopy(said, 0, frame, word, WORD.length());
        }
        return frame;
    }
}
