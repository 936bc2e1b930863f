package almenara.transport;

import java.time.Duration;

/**
 * The bounds of connections: UTF-8 bytes of a message, messages and bytes that may wait for a client, commands of a client that may wait for us, connections of
 * the node, and the times (until the first join, between pings, for a pong, for a body).
 */
public record TransportLimits(int message, Queue queue, int inbox, int connections, Times times) {

    /** What may wait for one client. */
    public record Queue(int messages, int bytes) {
    }

    /** How long a connection may stay without a seat, how often it is pinged, how long the pong may take, and how long the body of a post. */
    public record Times(Duration join, Duration ping, Duration pong, Duration body) {
    }
}
