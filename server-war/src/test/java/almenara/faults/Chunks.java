package almenara.faults;

import java.io.IOException;
import java.io.InputStream;

/** The body of a response in chunks (RFC 9112, section 7.1), without trailers. */
final class Chunks extends InputStream {

    private static final int HEX = 16;

    private final InputStream in;
    private int left;
    private boolean begun;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !next()) {
            return -1;
        }
        left--;
        return in.read();
    }

    /** Goes to the next chunk; false at the end. */
    private boolean next() throws IOException {
        if (begun) {
            line();
        }
        begun = true;
        String head = line();
        left = head.isEmpty() ? 0 : Integer.parseInt(head.split(";", 2)[0].strip(), HEX);
        return left > 0;
    }

    /** A line without its end; empty when nothing comes any more. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
