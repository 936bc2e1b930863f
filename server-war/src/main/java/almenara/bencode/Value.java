package almenara.bencode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A value of bencode (BEP 3). Each has one form in bytes only, so what was decoded is encoded to the very bytes that came: they are what hashes and signatures are made of. */
public sealed interface Value permits Value.Text, Value.Whole, Value.Items, Dictionary {

    void write(ByteArrayOutputStream out);

    /** The canonical form. */
    default byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    /** A byte string. */
    record Text(byte[] bytes) implements Value {

        public static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void write(ByteArrayOutputStream out) {
            out.writeBytes((bytes.length + ":").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    /** An integer; of those that bencode allows, the ones that fit into 64 bits. */
    record Whole(long number) implements Value {

        @Override
        public void write(ByteArrayOutputStream out) {
            out.writeBytes(("i" + number + "e").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** A list. */
    record Items(List<Value> values) implements Value {

        @Override
        public void write(ByteArrayOutputStream out) {
            out.write('l');
            values.forEach(value -> value.write(out));
            out.write('e');
        }
    }
}
