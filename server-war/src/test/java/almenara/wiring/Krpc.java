package almenara.wiring;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/** Questions to one node of the DHT on this machine, one after the other, by a caller that is none itself. */
final class Krpc implements AutoCloseable {

    private static final int PATIENCE = 30_000;
    private static final int MOST = 4096;

    private final DatagramSocket socket;
    private final byte[] id = NodeId.random(new SecureRandom()).bytes();
    private byte number;

    Krpc(int port) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE);
    }

    /** The values of the answer; throws the {@link Fault} that was sent instead. */
    Dictionary ask(String method, Dictionary arguments) {
        byte[] transaction = {'t', ++number};
        byte[] question = new Message.Query(transaction, method, arguments.with("id", id), true).encode();
        try {
            socket.send(new DatagramPacket(question, question.length));
            while (true) {
                Message message = receive();
                if (Arrays.equals(message.transaction(), transaction) && message instanceof Message.Answer answer) {
                    return answer.values();
                }
                if (Arrays.equals(message.transaction(), transaction) && message instanceof Message.Failure failure) {
                    throw failure.fault();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST], MOST);
        socket.receive(packet);
        return Message.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
