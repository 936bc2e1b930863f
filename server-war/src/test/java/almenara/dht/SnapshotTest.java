package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    private final Random random = new Random(9);

    private NodeId idAt(String address, NodeId saved) throws UnknownHostException {
        return Snapshot.id(Optional.of(new Snapshot(saved, List.of())), InetAddress.getByName(address), random);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "2a00:1450::1"})
    void anIdThatDoesNotGoWithAPublicAddressIsDropped(String address) throws UnknownHostException {
        InetAddress bound = InetAddress.getByName(address);
        NodeId fit = SecureId.make(bound, random);
        NodeId unfit = fit.sibling(3, random);
        assertEquals(fit, idAt(address, fit));
        assertNotEquals(unfit, idAt(address, unfit));
        assertTrue(SecureId.complies(idAt(address, unfit), bound));
        assertTrue(SecureId.complies(Snapshot.id(Optional.empty(), bound, random), bound));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "127.0.0.1", "fd00::1"})
    void behindOtherAddressesTheIdStays(String address) throws UnknownHostException {
        NodeId saved = NodeId.random(random);
        assertEquals(saved, idAt(address, saved));
    }

    @Test
    void whatIsNoSnapshotOfThatFamilyIsNothing() {
        byte[] saved = new Snapshot(NodeId.random(random), List.of()).bytes(Family.IPV4);
        assertTrue(Snapshot.read(saved, Family.IPV4).isPresent());
        assertEquals(Optional.empty(), Snapshot.read(saved, Family.IPV6));
        assertEquals(Optional.empty(), Snapshot.read(new byte[] {'d', 'e'}, Family.IPV4));
        assertEquals(Optional.empty(), Snapshot.read(new byte[0], Family.IPV4));
    }
}
