package almenara.transport;

/** How long texts are as UTF-8 (RFC 3629), without encoding them. */
final class Utf8 {

    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    private Utf8() {
    }

    /** As many bytes as {@link String#getBytes(java.nio.charset.Charset)} gives: a surrogate without its pair becomes one question mark. */
    static int length(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each < ONE_BYTE) {
                bytes++;
            } else if (each < TWO_BYTES) {
                bytes += 2;
            } else if (!Character.isSurrogate(each)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(each) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
                bytes += 4;
                at++;
            } else {
                bytes++;
            }
        }
        return bytes;
    }
}
