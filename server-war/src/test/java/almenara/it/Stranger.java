package almenara.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Somebody who speaks to a node of the DHT by hand, and says nothing that this does not make it say. */
final class Stranger implements AutoCloseable {

    private static final int MOST = 2000;

    private final NodeId id = NodeId.random(new Random());
    private final InetSocketAddress node;
    private final DatagramSocket socket;

    Stranger(InetSocketAddress node) throws IOException {
        this.node = node;
        this.socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        socket.setSoTimeout((int) Server.PATIENCE.toMillis());
    }

    Message receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST], MOST);
        socket.receive(packet);
        return Message.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private void send(Message message) throws IOException {
        byte[] bytes = message.encode();
        socket.send(new DatagramPacket(bytes, bytes.length, node));
    }

    private Dictionary arguments() {
        return Dictionary.of().with("id", id.bytes());
    }

    /** Pings the node, and answers when it pings back: from then on it is in the table of that node, whose id this returns. */
    NodeId meet() throws IOException {
        send(new Message.Query(new byte[] {7}, "ping", arguments(), false));
        NodeId met = null;
        boolean greeted = false;
        while (met == null || !greeted) {
            switch (receive()) {
                case Message.Answer answer -> {
                    assertArrayEquals(new byte[] {7}, answer.transaction());
                    assertEquals(socket.getLocalPort(), answer.seen().orElseThrow().getPort());
                    met = answer.sender();
                }
                case Message.Query query -> {
                    send(new Message.Answer(query.transaction(), arguments(), Optional.empty()));
                    greeted = true;
                }
                case Message.Failure failure -> throw new AssertionError(failure.fault());
            }
        }
        return met;
    }

    @Override
    public void close() {
        socket.close();
    }
}
