package almenara.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a node, at a port of its own, that can be bad: late, narrow, dark, cut off, or closed in one direction. */
final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private enum Direction { TO_NODE, TO_CLIENT }

    /** A client's connection and that to the node. */
    private final class Connection implements Pipe.Fate {

        private final Socket client;
        private final Socket node;
        private final AtomicInteger open = new AtomicInteger(Direction.values().length);

        Connection(Socket client, Socket node) {
            this.client = client;
            this.node = node;
        }

        @Override
        public void ended() {
            if (open.decrementAndGet() == 0 && connections.remove(this)) {
                Http.close(client);
                Http.close(node);
            }
        }

        /** Both ends are told by a reset, not by an orderly end. */
        @Override
        public void broken() {
            if (connections.remove(this)) {
                reset(client);
                reset(node);
            }
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // it is closed
            }
            Http.close(socket);
        }
    }

    private final InetSocketAddress node;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Conditions conditions = Conditions.CLEAR;

    FaultProxy(InetSocketAddress node) throws IOException {
        this.node = node;
        server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** From now on the way is like that, also for the connections that stand. */
    void set(Conditions next) {
        conditions = next;
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        try {
            for (;;) {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> connect(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) {
        try {
            client.setTcpNoDelay(true);
            Connection connection = new Connection(client, Http.connect(node));
            connections.add(connection);
            Pipe.lay(client, connection.node, () -> conditions, connection);
            Pipe.lay(connection.node, client, () -> conditions, connection);
        } catch (IOException e) {
            Http.close(client);
        }
    }

    /** Breaks every connection that stands. */
    void reset() {
        connections.forEach(Connection::broken);
    }

    /** To the clients it is as if the node had said its last word; what they say still arrives there. */
    void endToClients() {
        halfClose(Direction.TO_CLIENT);
    }

    /** To the node it is as if the clients had said their last word; what it says still arrives. */
    void endToNode() {
        halfClose(Direction.TO_NODE);
    }

    private void halfClose(Direction direction) {
        for (Connection connection : connections) {
            try {
                (direction == Direction.TO_NODE ? connection.node : connection.client).shutdownOutput();
            } catch (IOException e) {
                connection.broken();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
    }
}
