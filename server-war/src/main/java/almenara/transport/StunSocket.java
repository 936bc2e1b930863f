package almenara.transport;

import almenara.signaling.Tally;
import almenara.signaling.Tally.What;
import almenara.stun.Responder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** The UDP port of the STUN server: one reader, which answers before it takes the next. What the kernel does not keep for it meanwhile is lost, as UDP may be. */
public final class StunSocket implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StunSocket.class.getName());
    /** More than any packet of a network has; what fills it was cut off, and its length then belies it. */
    private static final int MOST = 1501;

    private final DatagramChannel channel;
    private final Responder responder;
    private final Tally tally;

    private StunSocket(DatagramChannel channel, Responder responder, Tally tally) {
        this.channel = channel;
        this.responder = responder;
        this.tally = tally;
    }

    /** Takes the port; nothing, and a warning, when it can't be had: a node serves without STUN as well. */
    public static Optional<StunSocket> open(String address, int port, Responder responder, Tally tally) {
        try {
            DatagramChannel channel = bound(address, port);
            LOG.log(System.Logger.Level.INFO, "STUN answers at UDP port {0} of {1}", Integer.toString(port), address);
            return Optional.of(new StunSocket(channel, responder, tally));
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "STUN is off, for UDP port {0} of {1} can''t be had ({2}); almenara.stun-port and almenara.stun-address "
                    + "choose another, and port 0 says that none is wanted", Integer.toString(port), address, e.toString());
            return Optional.empty();
        }
    }

    private static DatagramChannel bound(String address, int port) throws IOException {
        InetSocketAddress at = new InetSocketAddress(address, port);
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(at);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads and answers until the socket is closed. */
    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocate(MOST);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                answer(datagram, from);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // A network that is down or an address that can't be reached concerns one datagram.
                LOG.log(System.Logger.Level.DEBUG, "a STUN datagram was lost: {0}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a STUN request failed by our fault", e);
            }
        }
    }

    private void answer(byte[] datagram, InetSocketAddress from) throws IOException {
        if (!responder.admits(from, System.nanoTime())) {
            tally.count(What.STUN_REFUSAL);
            return;
        }
        Optional<byte[]> answer = responder.answer(datagram, from);
        if (answer.isPresent()) {
            channel.send(ByteBuffer.wrap(answer.get()), from);
            tally.count(What.STUN_ANSWER);
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
