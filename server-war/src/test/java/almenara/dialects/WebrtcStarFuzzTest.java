package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of webrtc-star that says whatever it likes, a line a packet; another one beside it goes on. */
class WebrtcStarFuzzTest extends StarClients {

    static Stream<byte[]> packets() {
        return Seeds.json("40\n42['ss-join','/dns4/s/p2p/a']\n42['ss-leave','/dns4/s/p2p/a']\n41\n40", "42['ss-join','/dns4/s/tcp/443/wss/p2p-webrtc-star/p2p/w']\n2\n3\n1",
                "42['ss-handshake',{'srcMultiaddr':'/p2p/n','dstMultiaddr':'/p2p/w','intentId':1,'signal':{}}]", "427['ss-handshake',{'answer':true}]\n40/admin,{'x':1}",
                "451-['x',{'_placeholder':true,'num':0}]\nbAAEC\n43\n44/a,", "40\n1\n40\n42['ss-join','/dns4/s/p2p/a']");
    }

    @MethodSource("packets")
    @FuzzTest
    void aClientDisturbsNobody(byte[] packets) {
        ForeignClient witness = join(0, "w");
        ForeignClient noisy = join(1, "n");
        for (String packet : Seeds.text(packets).split("\n")) {
            try {
                noisy.says(packet);
            } catch (Refusal refused) {
                assertTrue(refused.code().status() < 500, packet);
            }
        }
        noisy.waits(StarPeer.RETRY);
        noisy.goes();
        witness.takes();
        ForeignClient caller = join(2, "caller").says(calls("caller", "w"));
        assertTrue(witness.takes().contains(called("caller", "w")));
        assertEquals(List.of(peer("caller")), witness.says(joins("w")).takes());
        List.of(witness, caller).forEach(ForeignClient::goes);
    }
}
