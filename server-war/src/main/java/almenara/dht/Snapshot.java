package almenara.dht;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a node takes along over a restart: its id, and the nodes that it knew, the healthy ones first. */
public record Snapshot(NodeId id, List<Contact> contacts) {

    private static final int MOST_CONTACTS = 256;

    public static Snapshot of(Node node) {
        return new Snapshot(node.id(), node.table().contacts().stream().limit(MOST_CONTACTS).toList());
    }

    /** The id of before, if there is one that a node with that address may have (BEP 42): a public address says what it is, and no vote is needed. Else a new one. */
    public static NodeId id(Optional<Snapshot> before, InetAddress bound, RandomGenerator random) {
        return before.map(Snapshot::id).filter(saved -> !Networks.isPublic(bound) || SecureId.complies(saved, bound)).orElseGet(() -> SecureId.make(bound, random));
    }

    public byte[] bytes(Family family) {
        return Dictionary.of().with("id", id.bytes()).with(family.nodes(), Compact.write(contacts)).encode();
    }

    /** Nothing when these bytes are none of that family. */
    public static Optional<Snapshot> read(byte[] bytes, Family family) {
        try {
            if (Decoder.decode(bytes) instanceof Dictionary saved) {
                Optional<byte[]> id = saved.bytes("id", NodeId.SIZE);
                Optional<byte[]> nodes = saved.bytes(family.nodes());
                return id.isPresent() && nodes.isPresent()
                        ? Optional.of(new Snapshot(new NodeId(id.get()), Compact.read(nodes.get(), family))) : Optional.empty();
            }
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
