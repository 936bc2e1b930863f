package almenara.messages;

/** What a peer holds of its room: its own id, and the token by which it alone can come back. The token never prints. */
public record Seat(String peer, String token) {

    @Override
    public String toString() {
        return "Seat[" + peer + "]";
    }
}
