package almenara.pow;

/**
 * How busy a node was at a second of the epoch: shares (0 to 1) of its processors, of its heap as it was after the last collection, of the connections and
 * the egress that it takes, and of the time that a task may wait for a thread (more than 1 when it waits longer).
 */
public record Load(long second, double cpu, double heap, double waiting, Room room) {

    /** Shares of what a node takes: connections, and bytes out. */
    public record Room(double connections, double egress) {
    }

    /** The share of whatever is scarcest, at most 1: beyond, it would only take longer to forget. The raw heap goes up and down with the collector and would swing the price, so it is not in here. */
    double utilisation() {
        return Math.min(1, Math.max(Math.max(cpu, heap), Math.max(waiting, Math.max(room.connections(), room.egress()))));
    }
}
