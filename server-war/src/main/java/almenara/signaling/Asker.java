package almenara.signaling;

/**
 * Who asks for a TURN credential, or to have an item put into the DHT, and how that is paid and proved: the payment and the body of the request as they came (empty when there are none), the room
 * and the session's token that they name (empty likewise), and the bucket of the caller's address in hexadecimal digits.
 */
public record Asker(String payment, byte[] body, Session.Origin origin, String token) {

    String room() {
        return origin.room();
    }

    Payer payer() {
        return new Payer(origin.address());
    }

    String network() {
        return origin.prefix();
    }
}
