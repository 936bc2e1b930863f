package almenara.dht.krpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFuzzTest {

    private static final String ID = "abcdefghij0123456789";

    static Stream<byte[]> seeds() {
        return Seeds.texts("d1:ad2:id20:" + ID + "e1:q4:ping1:t2:aa1:y1:qe", "d1:ad2:id20:" + ID + "6:target20:" + ID + "e1:q9:find_node2:roi1e1:t2:aa1:y1:qe",
                "d2:ip6:1234561:rd2:id20:" + ID + "5:nodes26:" + ID + "123456e1:t2:aa1:y1:re", "d1:rd2:id20:" + ID + "6:nodes638:" + ID + "123456789012345678e1:t2:aa1:y1:re",
                "d1:eli201e4:oopse1:t2:aa1:y1:ee");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aDatagramIsAMessageOrMalformed(byte[] datagram) {
        try {
            switch (Message.parse(datagram)) {
                case Message.Query query -> query.sender();
                case Message.Answer answer -> look(answer);
                case Message.Failure failure -> failure.encode();
            }
        } catch (Malformed refused) {
            // as it should be
        }
    }

    private static void look(Message.Answer answer) {
        assertArrayEquals(answer.transaction(), Message.parse(answer.encode()).transaction());
        for (Family family : Family.values()) {
            nodes(answer.values(), family);
        }
        answer.sender();
    }

    private static void nodes(Dictionary values, Family family) {
        byte[] bytes = values.bytes(family.nodes()).orElse(new byte[0]);
        List<Contact> contacts = Compact.read(bytes, family);
        contacts.forEach(contact -> new Reach(family, true).admits(contact.address()));
        contacts.forEach(Contact::complies);
        assertEquals(bytes.length / (NodeId.SIZE + family.bytes() + Short.BYTES), contacts.size());
    }
}
