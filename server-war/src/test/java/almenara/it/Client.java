package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.seal.Joiner;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client over WebSocket: what it says is written with single quotes, what it hears is kept until it is asked for. */
final class Client implements AutoCloseable {

    private final Heard<JsonObject> heard = new Heard<>();
    private final CompletableFuture<String> challenge = new CompletableFuture<>();
    private final AtomicInteger refs = new AtomicInteger();
    private final TextSocket socket;
    private JsonObject joined;

    private Client(String room, String... headers) {
        socket = TextSocket.open("/room/" + room, heard, this::take, headers);
    }

    /** A connection that has said nothing yet; the headers are names and values in turn. */
    static Client connect(String room, String... headers) {
        return new Client(room, headers);
    }

    static Client join(String room, String... headers) {
        Client client = connect(room, headers);
        client.joined = client.ask("'type':'join'");
        assertEquals("joined", client.joined.getString("type"), client.joined::toString);
        return client;
    }

    /** Comes back with the token of another client, from a place in the log. */
    static JsonObject resume(Client client, JsonObject joined, long offset) {
        client.joined = client.ask("'type':'resume','token':'" + joined.getString("token") + "','epoch':'" + joined.getString("epoch") + "','offset':" + offset);
        return client.joined;
    }

    /** What the connection has to answer before it joins a sealed room. */
    String challenge() {
        return challenge.orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Joins the sealed room that somebody knows the secret of. */
    static Client join(Joiner who, String... headers) {
        Client client = connect(who.sealed(), headers);
        client.accept(client.ask("'type':'join','proof':'" + who.prove(client.challenge()) + "'"));
        return client;
    }

    /** Takes what a command was answered by for its own {@code joined}. */
    void accept(JsonObject answer) {
        assertEquals("joined", answer.getString("type"), answer::toString);
        joined = answer;
    }

    JsonObject joined() {
        return joined;
    }

    String self() {
        return joined.getString("self");
    }

    String token() {
        return joined.getString("token");
    }

    void say(String frame) {
        socket.say(frame);
    }

    void say(byte[] binary) {
        socket.say(binary);
    }

    /** Says a command and gives its answer. */
    JsonObject ask(String fields) {
        int ref = refs.incrementAndGet();
        say(Server.object(fields + ",'ref':" + ref));
        return answer(ref);
    }

    JsonObject answer(int ref) {
        return heard.take("the answer " + ref, one -> one.containsKey("ref") && one.get("ref").toString().equals(Integer.toString(ref)));
    }

    /** Says a command that has to be carried out. */
    JsonObject done(String fields) {
        JsonObject answer = ask(fields);
        assertEquals("ok", answer.getString("type"), answer::toString);
        return answer;
    }

    /** Says a command that has to be refused. */
    JsonObject refused(String code, String fields) {
        JsonObject answer = ask(fields);
        assertEquals("refused", answer.getString("type"), answer::toString);
        assertEquals(code, answer.getString("code"), answer::toString);
        return answer;
    }

    /** The next event of that type. */
    JsonObject next(String type) {
        return heard.take(type, one -> one.getString("type").equals(type));
    }

    /** Everything that has come so far and was not asked for. */
    List<JsonObject> unread() {
        done("'type':'ping'");
        return heard.unread();
    }

    Heard<JsonObject> heard() {
        return heard;
    }

    /** The code that the server closes this connection with; 1006 when it is cut. */
    int closeCode() {
        return socket.closeCode();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Breaks the connection without a word. */
    void cut() {
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The challenge is nothing to most clients. */
    private void take(String text) {
        JsonObject message = Server.parse(text);
        if (message.getString("type").equals("challenge")) {
            assertEquals(true, challenge.complete(message.getString("challenge")), "it comes once");
        } else {
            heard.add(message);
        }
    }
}
