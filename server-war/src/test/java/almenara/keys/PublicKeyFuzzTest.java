package almenara.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PublicKeyFuzzTest {

    private static final byte[] MESSAGE = {'m'};
    private static final byte[] SIGNED = signed();

    private static byte[] signed() {
        SigningKey key = new SigningKey(new byte[SigningKey.SECRET]);
        return ByteBuffer.allocate(PublicKey.SIZE + PublicKey.SIGNATURE).put(key.publicKey().bytes()).put(key.sign(MESSAGE)).array();
    }

    static Stream<byte[]> seeds() {
        return Stream.of(SIGNED, new byte[PublicKey.SIZE + PublicKey.SIGNATURE], Arrays.copyOf(SIGNED, PublicKey.SIZE));
    }

    /** With an unsound key anybody signs; that is why those who ask look at that, too. */
    @MethodSource("seeds")
    @FuzzTest
    void onlyWhatASoundKeyHasSignedIsSigned(byte[] input) {
        PublicKey key = new PublicKey(Arrays.copyOf(input, PublicKey.SIZE));
        byte[] signature = input.length > PublicKey.SIZE ? Arrays.copyOfRange(input, PublicKey.SIZE, input.length) : new byte[0];
        boolean isSigned = key.signed(signature, MESSAGE);
        if (key.isSound()) {
            assertEquals(Arrays.equals(input, SIGNED), isSigned);
        }
    }
}
