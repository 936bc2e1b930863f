package almenara.dht.krpc;

import almenara.bencode.Malformed;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The compact form of addresses and nodes (BEP 5, BEP 32): address and port in network order, before them the id of a node. */
public final class Compact {

    private static final int PORT = 0xffff;

    private Compact() {
    }

    public static byte[] write(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        return ByteBuffer.allocate(ip.length + Short.BYTES).put(ip).putShort((short) address.getPort()).array();
    }

    /** Throws {@link Malformed} for what is neither 6 nor 18 bytes. */
    public static InetSocketAddress read(byte[] bytes) {
        int length = bytes.length - Short.BYTES;
        if (length != Family.IPV4.bytes() && length != Family.IPV6.bytes()) {
            throw new Malformed("no address has " + bytes.length + " bytes");
        }
        try {
            InetAddress ip = InetAddress.getByAddress(Arrays.copyOf(bytes, length));
            return new InetSocketAddress(ip, ByteBuffer.wrap(bytes).getShort(length) & PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("addresses of that length exist", e);
        }
    }

    public static byte[] write(List<Contact> contacts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Contact contact : contacts) {
            out.writeBytes(contact.id().bytes());
            out.writeBytes(write(contact.address()));
        }
        return out.toByteArray();
    }

    /** The nodes of a list of that family; throws {@link Malformed} when the length is not that of so many whole ones. */
    public static List<Contact> read(byte[] bytes, Family family) {
        int size = NodeId.SIZE + family.bytes() + Short.BYTES;
        if (bytes.length % size != 0) {
            throw new Malformed("nodes are cut off");
        }
        List<Contact> contacts = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            NodeId id = new NodeId(Arrays.copyOfRange(bytes, at, at + NodeId.SIZE));
            contacts.add(new Contact(id, read(Arrays.copyOfRange(bytes, at + NodeId.SIZE, at + size))));
        }
        return contacts;
    }
}
