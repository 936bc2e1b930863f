package almenara.transport;

import almenara.dht.Datagrams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A UDP port of the DHT: one reader, which hands on what comes. What the kernel does not keep meanwhile is lost, as UDP may be. */
public final class DhtSocket implements Datagrams, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DhtSocket.class.getName());
    private static final int IPV4_BYTES = 4;
    /** Others send up to 1024 bytes (BEP 32), and some more than they should. */
    private static final int MOST = 4096;

    private final DatagramChannel channel;

    private DhtSocket(DatagramChannel channel) {
        this.channel = channel;
    }

    /** Takes the port; nothing, and a warning, when it can't be had: a node serves without the DHT as well. */
    public static Optional<DhtSocket> open(InetAddress address, int port) {
        String place = "UDP port " + port + " of " + address.getHostAddress();
        try {
            DatagramChannel channel = bound(new InetSocketAddress(address, port));
            LOG.log(System.Logger.Level.INFO, "the DHT is at {0}", place);
            return Optional.of(new DhtSocket(channel));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the DHT goes without {0}, which can''t be had ({1}); almenara.dht-port and almenara.dht-addresses choose "
                    + "another", place, e.toString());
            return Optional.empty();
        }
    }

    /** One of IPv4 takes IPv4 alone; one at :: takes both, for Java knows no other, so the settings do not let it stand beside one of IPv4. */
    private static DatagramChannel bound(InetSocketAddress at) throws IOException {
        ProtocolFamily family = at.getAddress().getAddress().length == IPV4_BYTES ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            return channel.bind(at);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads until the socket is closed. */
    public void read(BiConsumer<byte[], InetSocketAddress> receiver) {
        ByteBuffer buffer = ByteBuffer.allocate(MOST);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                receiver.accept(datagram, from);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a datagram of the DHT was lost: {0}", e.getMessage());
            }
        }
    }

    @Override
    public void send(byte[] datagram, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(datagram), to);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a datagram of the DHT was not sent: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a port that is being closed says: {0}", e.getMessage());
        }
    }
}
