package almenara.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** By the examples of FIPS 180-2, RFC 2202 and RFC 4231. */
class HashesTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void same(String expected, byte[] hash) {
        assertEquals(expected, HexFormat.of().formatHex(hash));
    }

    @Test
    void partsAreHashedAsIfTheyWereOne() {
        same("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Hashes.sha256(utf8("a"), utf8(""), utf8("bc")));
        same("a9993e364706816aba3e25717850c26c9cd0d89d", Hashes.sha1(utf8("ab"), utf8("c")));
    }

    @Test
    void partsAreAuthenticatedAsIfTheyWereOne() {
        same("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Hashes.hmacSha256(utf8("Jefe"), utf8("what do ya want "), utf8("for nothing?")));
        same("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", Hashes.hmacSha1(utf8("Jefe"), utf8("what do ya want "), utf8("for nothing?")));
    }

    @Test
    void aKeyHasAByteAtLeast() {
        Hashes.hmacSha256(new byte[1]);
        assertThrows(IllegalArgumentException.class, () -> Hashes.hmacSha256(new byte[0]));
    }
}
