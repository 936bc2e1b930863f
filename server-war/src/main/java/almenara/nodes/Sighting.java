package almenara.nodes;

/** A node that has proved its key: its record, the network that it counts to, the effort that it really asked for, and when that was (milliseconds). */
public record Sighting(NodeRecord record, String network, long effort, long seen) {

    private static final int PARTS = 4;

    public NodeUrl url() {
        return record.url();
    }

    /** As it stands in the table. */
    String text() {
        return seen + " " + effort + ' ' + network + ' ' + record.item().text();
    }

    /** What {@link #text} has written; {@link IllegalArgumentException} for anything else. */
    static Sighting of(String text) {
        String[] parts = text.split(" ", PARTS);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("a sighting has four parts");
        }
        return new Sighting(NodeRecord.trusted(Item.of(parts[PARTS - 1])), parts[2], Long.parseLong(parts[1]), Long.parseLong(parts[0]));
    }
}
