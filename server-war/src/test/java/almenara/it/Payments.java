package almenara.it;

import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Solver;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What clients pay a node with, rightly and wrongly. */
final class Payments {

    private static final AtomicLong SALT = new AtomicLong();
    private static final int NONCES = 16;
    private static final int PROOF = 72;

    private Payments() {
    }

    /** The node as it tells of itself. */
    static JsonObject node() {
        return Http.get("/", "Accept", "application/json").json();
    }

    static Binding binding(Action action, String room, String peer, String body) {
        return new Binding(action, room, peer, new Binding.Content(body.getBytes(StandardCharsets.UTF_8), 1));
    }

    /** A payment with the quote that the node gives now. */
    static String pay(Binding binding) {
        return pay(node().getString("quote"), binding);
    }

    static String pay(String quote, Binding binding) {
        return Solver.pay(quote, binding, SALT.incrementAndGet());
    }

    /** A payment with a good quote that proves nothing. */
    static String wrong() {
        ByteBuffer proof = ByteBuffer.allocate(PROOF).putLong(SALT.incrementAndGet());
        IntStream.range(0, NONCES).forEach(proof::putInt);
        return node().getString("quote") + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(proof.array());
    }

    /** The frame that pays for what is in the body. */
    static String frame(String payment, String body) {
        return Json.createObjectBuilder().add("type", "paid").add("pow", payment).add("body", body).build().toString();
    }

    /** Somebody who has paid and joined. */
    static Client member(String room, String... headers) {
        Client client = Client.connect(room, headers);
        String body = Server.object("'type':'join','ref':1000");
        client.say(frame(pay(binding(Action.JOIN, room, "", body)), body));
        client.accept(client.answer(1000));
        return client;
    }

    /** A post to that path, paid for in its head. */
    static Http.Answer post(String path, String payment, String body, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 0, headers.length);
        System.arraycopy(new String[] {"Content-Type", "application/json", "Authorization", "PoW " + payment}, 0, all, headers.length, 4);
        return Http.send("POST", Server.http(path), body.getBytes(StandardCharsets.UTF_8), all);
    }
}
