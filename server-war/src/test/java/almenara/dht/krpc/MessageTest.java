package almenara.dht.krpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static final String ID = "2:id20:abcdefghij0123456789";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Message parse(String text) {
        return Message.parse(bytes(text));
    }

    /** The packets of BEP 5. */
    @Test
    void theMessagesOfTheStandardAreRead() {
        Message.Query ping = (Message.Query) parse("d1:ad" + ID + "e1:q4:ping1:t2:aa1:y1:qe");
        assertEquals("ping", ping.method());
        assertArrayEquals(bytes("abcdefghij0123456789"), ping.sender().bytes());
        assertFalse(ping.readOnly());
        assertArrayEquals(bytes("aa"), ping.transaction());
        Message.Answer pong = (Message.Answer) parse("d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re");
        assertArrayEquals(bytes("mnopqrstuvwxyz123456"), pong.sender().bytes());
        assertTrue(pong.seen().isEmpty());
        Message.Failure failure = (Message.Failure) parse("d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee");
        assertEquals(201, failure.fault().code());
        assertEquals("A Generic Error Ocurred", failure.fault().getMessage());
    }

    @Test
    void messagesAreWrittenAsTheStandardsSay() {
        Dictionary arguments = Dictionary.of().with("id", "abcdefghij0123456789");
        assertArrayEquals(bytes("d1:ad" + ID + "e1:q4:ping2:roi1e1:t2:aa1:v4:AL\0\u00011:y1:qe"), new Message.Query(bytes("aa"), "ping", arguments, true).encode());
        Optional<InetSocketAddress> seen = Optional.of(new InetSocketAddress("1.2.3.4", 0x6162));
        assertArrayEquals(bytes("d2:ip6:\1\2\3\4ab1:rd" + ID + "e1:t2:aa1:v4:AL\0\u00011:y1:re"), new Message.Answer(bytes("aa"), arguments, seen).encode());
        assertArrayEquals(bytes("d1:eli203e2:noe2:ip6:\1\2\3\4ab1:t1:x1:v4:AL\0\u00011:y1:ee"),
                new Message.Failure(bytes("x"), new Fault(Fault.PROTOCOL, "no"), seen).encode());
    }

    @Test
    void aReadOnlySenderSaysSo() {
        assertTrue(((Message.Query) parse("d1:ad" + ID + "e1:q4:ping2:roi1e1:t2:aa1:y1:qe")).readOnly());
        assertFalse(((Message.Query) parse("d1:ad" + ID + "e1:q4:ping2:roi0e1:t2:aa1:y1:qe")).readOnly());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "le", "de", "i1e", "d1:t2:aae", "d1:y1:qe", "d1:q4:ping1:t2:aa1:y1:qe", "d1:ade1:t2:aa1:y1:qe", "d1:ade1:q4:ping1:t0:1:y1:qe",
        "d1:ade1:q4:ping1:ti1e1:y1:qe", "d1:ade1:qi1e1:t2:aa1:y1:qe", "d1:ale1:q4:ping1:t2:aa1:y1:qe", "d1:rde1:t2:aa1:y1:xe", "d1:rle1:t2:aa1:y1:re",
        "d1:ele1:t2:aa1:y1:ee", "d1:eli201ee1:t2:aa1:y1:ee", "d1:el1:a1:be1:t2:aa1:y1:ee", "d1:t2:aa1:y1:ee"})
    void whatIsNoMessageIsRefused(String text) {
        assertThrows(Malformed.class, () -> parse(text));
    }

    @Test
    void aTransactionHasAtMost32Bytes() {
        parse("d1:rde1:t32:" + "x".repeat(32) + "1:y1:re");
        assertThrows(Malformed.class, () -> parse("d1:rde1:t33:" + "x".repeat(33) + "1:y1:re"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "d2:id19:abcdefghij012345678e", "d2:id21:abcdefghij01234567890e", "d2:idi1ee"})
    void whoDoesNotSayWhoItIsIsNobody(String arguments) {
        assertThrows(Malformed.class, ((Message.Query) parse("d1:a" + arguments + "1:q4:ping1:t2:aa1:y1:qe"))::sender);
        assertThrows(Malformed.class, ((Message.Answer) parse("d1:r" + arguments + "1:t2:aa1:y1:re"))::sender);
    }

    @Test
    void aWrongHintOfOurAddressSpoilsNoAnswer() {
        assertTrue(((Message.Answer) parse("d2:ip5:123451:rd" + ID + "e1:t2:aa1:y1:re")).seen().isEmpty());
        assertTrue(((Message.Answer) parse("d2:ipi5e1:rd" + ID + "e1:t2:aa1:y1:re")).seen().isEmpty());
        assertEquals(new InetSocketAddress("1.2.3.4", 0x6162), ((Message.Answer) parse("d2:ip6:\1\2\3\4ab1:rd" + ID + "e1:t2:aa1:y1:re")).seen().orElseThrow());
    }

    @Test
    void contactsOfBothFamiliesAreReadAsTheyWereWritten() {
        Random random = new Random(32);
        List<Contact> four = List.of(new Contact(NodeId.random(random), new InetSocketAddress("1.2.3.4", 65535)),
                new Contact(NodeId.random(random), new InetSocketAddress("255.0.0.1", 1)));
        assertEquals(52, Compact.write(four).length);
        assertEquals(four, Compact.read(Compact.write(four), Family.IPV4));
        List<Contact> six = List.of(new Contact(NodeId.random(random), new InetSocketAddress("2a00::1", 6881)));
        assertEquals(38, Compact.write(six).length);
        assertEquals(six, Compact.read(Compact.write(six), Family.IPV6));
        assertEquals(List.of(), Compact.read(new byte[0], Family.IPV4));
        assertThrows(Malformed.class, () -> Compact.read(new byte[51], Family.IPV4));
        assertThrows(Malformed.class, () -> Compact.read(new byte[26], Family.IPV6));
        assertThrows(Malformed.class, () -> Compact.read(new byte[7]));
    }

    @Test
    void noiseIsRefusedInTheOneWay() {
        Random random = new Random(7);
        byte[] valid = bytes("d2:ip6:\1\2\3\4ab1:rd" + ID + "5:nodes26:abcdefghijklmnopqrstuvwxyz5:token4:aaaae1:t2:aa1:y1:re");
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = valid.clone();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            try {
                Message.parse(noise);
            } catch (Malformed e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
