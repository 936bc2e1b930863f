package almenara.dht.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.krpc.Fault;
import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ItemFuzzTest {

    static Stream<byte[]> seeds() throws GeneralSecurityException {
        Item signed = Item.Mutable.signed(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), new byte[] {'s'}, 1, Value.Text.of("value"));
        String unsigned = "d1:k32:" + "k".repeat(32) + "4:salt1:s3:seqi0e3:sig64:" + "s".repeat(64) + "1:v5:valuee";
        return Stream.concat(Stream.of(signed.fields().encode()), Seeds.texts(unsigned, "d1:v5:valuee", "d1:v" + "l".repeat(30) + "e".repeat(30) + "e"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsCheckedIsWrittenAndReadAsTheSame(byte[] fields) {
        try {
            if (Decoder.decode(fields) instanceof Dictionary put) {
                byte[] salt = put.bytes("salt").orElse(new byte[0]);
                Item.read(put, salt).ifPresent(item -> check(item, salt));
            }
        } catch (Malformed | Fault refused) {
            // as it should be
        }
    }

    private static void check(Item item, byte[] salt) {
        item.check();
        assertTrue(item.value().encode().length <= Item.MOST_VALUE && salt.length <= Item.MOST_SALT || item instanceof Item.Immutable);
        Optional<Item> again = Item.read((Dictionary) Decoder.decode(item.fields().encode()), salt);
        assertEquals(Optional.of(item.target()), again.map(Item::target));
        assertEquals(Optional.of(item), again);
    }
}
