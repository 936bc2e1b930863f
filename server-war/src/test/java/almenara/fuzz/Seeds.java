package almenara.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What a fuzz test begins with: inputs that get far, from which others are made by changing them. */
public final class Seeds {

    private Seeds() {
    }

    /** Texts in UTF-8, in which ' stands for ". */
    public static Stream<byte[]> json(String... texts) {
        return texts(Stream.of(texts).map(text -> text.replace('\'', '"')).toArray(String[]::new));
    }

    /** Texts in UTF-8. */
    public static Stream<byte[]> texts(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** The input as text; what is no UTF-8 in it becomes U+FFFD. */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /** The input as text of Latin-1, so that every byte is a character. */
    public static String latin(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }
}
