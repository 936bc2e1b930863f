package almenara.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs and unpacks (RFC 1952), never more than a bound: a kilobyte can be a packed megabyte. */
final class Gzip {

    private Gzip() {
    }

    /** What is packed in there; nothing for what is no gzip. Throws a refusal when it is more than so many bytes. */
    static byte[] unpack(byte[] packed, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Bodies.tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return packed.toByteArray();
    }
}
