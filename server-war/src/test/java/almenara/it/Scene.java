package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A room with two members for one refusal: one who provokes it, and a witness who has to notice nothing. */
final class Scene implements AutoCloseable {

    private final String code;
    private final int status;
    private final String room = Server.room();
    private final Client me = Client.join(room);
    private final Client witness = Client.join(room);

    /** The refusal that is expected, as docs/protocol.md has it. */
    Scene(String code, int status) {
        this.code = code;
        this.status = status;
        me.next("peer-joined");
    }

    String room() {
        return room;
    }

    Client me() {
        return me;
    }

    Client witness() {
        return witness;
    }

    String path(String below) {
        return "/room/" + room + below;
    }

    /** The command is refused with its ref, and the connection goes on. */
    void refused(String fields) {
        settle();
        check(me.refused(code, fields));
        me.done("'type':'ping'");
        assertUndisturbed();
    }

    /** The frame is refused, without the ref that could not be read, and the connection goes on. */
    void refusedFrame(String frame) {
        settle();
        me.say(frame);
        JsonObject refusal = me.next("refused");
        assertFalse(refusal.containsKey("ref"), refusal::toString);
        check(refusal);
        me.done("'type':'ping'");
        assertUndisturbed();
    }

    /** The command of this session is refused over HTTP, with its ref. */
    Http.Answer posted(String fields) {
        return command("POST", path(""), fields);
    }

    Http.Answer command(String method, String path, String fields) {
        settle();
        Http.Answer answer = Http.command(method, path, me.token(), "'ref':'mine'" + (fields.isEmpty() ? "" : "," + fields));
        check(answer);
        assertEquals("mine", answer.json().getString("ref", "none"), answer::body);
        assertUndisturbed();
        return answer;
    }

    /** A request that is refused, whatever its body. */
    Http.Answer request(String method, String path, byte[] body, String... headers) {
        settle();
        Http.Answer answer = Http.send(method, Server.http(path), body, headers);
        check(answer);
        assertUndisturbed();
        return answer;
    }

    Http.Answer body(String body, String type) {
        return request("POST", path(""), body.getBytes(StandardCharsets.UTF_8), "Content-Type", type, "Authorization", "Bearer " + me.token());
    }

    /** The upgrade is refused by an HTTP response that says why. */
    void upgrade(String room, String... headers) {
        settle();
        try (Wire wire = Wire.upgrade(room, headers)) {
            assertEquals(status, wire.status(), wire::head);
            check(Server.parse(wire.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertUndisturbed();
    }

    void check(Http.Answer answer) {
        assertEquals(status, answer.status(), answer::body);
        assertEquals("application/json;charset=utf-8", answer.header("Content-Type"));
        check(answer.json());
    }

    void check(JsonObject refusal) {
        assertEquals("refused", refusal.getString("type"), refusal::toString);
        assertEquals(code, refusal.getString("code"), refusal::toString);
        assertFalse(refusal.getString("message").isEmpty(), refusal::toString);
    }

    /** The witness has heard of everything that was done so far. */
    void settle() {
        mark();
        witness.heard().clear();
    }

    void assertUndisturbed() {
        mark();
        assertEquals(List.of(), witness.unread(), "somebody else noticed the refusal");
    }

    /** What is said last is heard last. */
    private void mark() {
        assertEquals(200, Http.post(path(""), "", "'type':'signal','data':'mark'").status());
        witness.next("signal");
    }

    @Override
    public void close() {
        me.close();
        witness.close();
    }
}
