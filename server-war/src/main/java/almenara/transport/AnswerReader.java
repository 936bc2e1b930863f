package almenara.transport;

import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads one answer of HTTP/1.1 (RFC 9112) whose sender nobody trusts: bounded head and body, no other status than success, or a refusal where one may come. */
final class AnswerReader {

    /** Bytes of the status line and the fields together. */
    static final int HEAD = 8192;
    private static final int HEX = 16;
    private static final int SERVER_ERRORS = 500;
    private static final int REFUSALS = 400;
    private static final int TOO_MANY = 429;
    private static final int OK = 200;

    private final InputStream in;
    private final int most;
    private final boolean refusable;
    private int head;

    AnswerReader(InputStream in, PinnedWeb.Question question) {
        this.in = in;
        this.most = question.most();
        this.refusable = question.refusable();
    }

    /** The body, as UTF-8. */
    String read() throws IOException, VisitFailure {
        checkStatus(line());
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals("content-length") && fields.containsKey(name)) {
                throw malformed("a field that can't be read");
            }
            fields.put(name, line.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
        }
        if (!fields.getOrDefault("content-encoding", "identity").equals("identity")) {
            throw malformed("an encoding that was not asked for");
        }
        return Bodies.text(body(fields));
    }

    private void checkStatus(String line) throws VisitFailure {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw malformed("no answer of HTTP/1.1");
        }
        int status = Integer.parseInt(line.split(" ")[1]);
        if (status >= SERVER_ERRORS || status == TOO_MANY) {
            throw new VisitFailure(Verdict.UNREACHABLE, "it can't answer now: " + status);
        }
        if (status != OK && !(refusable && status >= REFUSALS)) {
            throw malformed("the status " + status);
        }
    }

    private byte[] body(Map<String, String> fields) throws IOException, VisitFailure {
        if (fields.containsKey("transfer-encoding")) {
            if (!"chunked".equals(fields.get("transfer-encoding")) || fields.containsKey("content-length")) {
                throw malformed("another framing than chunks");
            }
            return chunks();
        }
        if (fields.containsKey("content-length")) {
            return exactly(number(fields.get("content-length"), "[0-9]{1,9}", 10));
        }
        byte[] rest = in.readNBytes(most + 1);
        if (rest.length > most) {
            throw tooLong();
        }
        return rest;
    }

    private byte[] chunks() throws IOException, VisitFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunk(); length > 0; length = chunk()) {
            if (body.size() + length > most) {
                throw tooLong();
            }
            body.writeBytes(exactly(length));
            if (!line().isEmpty()) {
                throw malformed("a chunk that is longer than it says");
            }
        }
        return body.toByteArray();
    }

    private int chunk() throws IOException, VisitFailure {
        return number(line().split(";", 2)[0].strip(), "[0-9a-fA-F]{1,7}", HEX);
    }

    private static int number(String text, String form, int base) throws VisitFailure {
        if (!text.matches(form)) {
            throw malformed("a length that is no number");
        }
        return Integer.parseInt(text, base);
    }

    private byte[] exactly(int length) throws IOException, VisitFailure {
        if (length > most) {
            throw tooLong();
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ended too soon");
        }
        return bytes;
    }

    /** All lines, those of chunks too, share one bound. */
    private String line() throws IOException, VisitFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = next(); each != '\n'; each = next()) {
            line.write(each);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int next() throws IOException, VisitFailure {
        int each = in.read();
        if (each < 0) {
            throw new EOFException("it ended too soon");
        }
        if (++head > HEAD) {
            throw malformed("a head of more than " + HEAD + " bytes");
        }
        return each;
    }

    private VisitFailure tooLong() {
        return malformed("more than " + most + " bytes");
    }

    private static VisitFailure malformed(String what) {
        return new VisitFailure(Verdict.MALFORMED, "it answers with " + what);
    }
}
