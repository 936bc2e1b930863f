package almenara.dht;

import java.net.InetSocketAddress;

/** The port to the network: it sends a datagram, or loses it. */
public interface Datagrams {

    void send(byte[] datagram, InetSocketAddress to);
}
