package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.seal.Joiner;
import almenara.tables.Crowd;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of one node that speaks the native protocol and writes down what it hears. In commands, ' stands for ". */
public final class Client implements Channel {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Node node;
    private final Session session;
    private final String name = "connection-" + NUMBERS.incrementAndGet();
    private final List<JsonObject> heard = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();
    private int refs;
    private int taken;
    private boolean silent;
    private JsonObject joined = JsonObject.EMPTY_JSON_OBJECT;
    private long offset;

    Client(Node node, Session.Origin origin) {
        this.node = node;
        this.session = node.signaling.open(this, origin);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Reply reply) {
        JsonObject message = parse(node.dialect.encode(reply));
        synchronized (heard) {
            if (silent || !closings.isEmpty()) {
                return;
            }
            heard.add(message);
            if (message.getString("type").equals("joined")) {
                joined = message;
            }
            if (message.containsKey("offset") && !message.getString("type").equals("ok")) {
                offset = message.getJsonNumber("offset").longValue();
            }
        }
    }

    @Override
    public void close(Closing why) {
        synchronized (heard) {
            closings.add(why);
        }
        node.signaling.end(session);
    }

    /** The frame as it comes from the wire, and its way through the transport. */
    public void say(String frame) {
        try {
            node.signaling.handle(session, node.dialect.batch(frame));
        } catch (Refusal refusal) {
            node.dialect.refs(frame).forEach(ref -> send(new Reply("", ref, new Event.Refused(refusal))));
        }
    }

    /** The answer to a command, for instance {@code 'type':'ping'}. */
    public JsonObject ask(String fields) {
        String ref = "r" + ++refs;
        say("{\"ref\":\"" + ref + "\"," + fields.replace('\'', '"') + "}");
        Crowd.until(() -> answer(ref).isPresent());
        return answer(ref).orElseThrow();
    }

    /** The code with which the command is refused. */
    public String refused(String fields) {
        JsonObject answer = ask(fields);
        assertEquals("refused", answer.getString("type"), answer.toString());
        return answer.getString("code");
    }

    /** The answer to a command that has to be carried out. */
    public JsonObject done(String fields) {
        JsonObject answer = ask(fields);
        assertEquals("ok", answer.getString("type"), answer.toString());
        return answer;
    }

    public Client join() {
        assertEquals("joined", ask("'type':'join'").getString("type"));
        take();
        return this;
    }

    /** What the connection is told to answer before it joins a sealed room. */
    public String challenge() {
        return node.signaling.challenge(session).text();
    }

    /** Joins the room of its URL, which is a sealed one, with a proof. */
    public Client join(Joiner who) {
        JsonObject answer = ask(entry(who));
        assertEquals("joined", answer.getString("type"), answer.toString());
        take();
        return this;
    }

    /** The command by which somebody joins the sealed room that it knows the secret of. */
    public String entry(Joiner who) {
        return "'type':'join','proof':'" + who.prove(challenge()) + "'";
    }

    /** What a new connection to that node answers when this client resumes there from where it stands. */
    public Client resumeAt(Node other) {
        return resumeFrom(other, offset());
    }

    /** As if it had been told everything up to that offset. */
    public Client resumeFrom(Node other, long offset) {
        Client next = other.connect(session.home());
        next.ask(resumption(offset));
        return next;
    }

    /** The command by which this client comes back from where it stands. */
    public String resumption() {
        return resumption(offset());
    }

    private String resumption(long offset) {
        return "'type':'resume','token':'" + token() + "','epoch':'" + epoch() + "','offset':" + offset;
    }

    /** The connection breaks. */
    public void drop() {
        silence();
        node.signaling.end(session);
    }

    /** Nothing more gets through to the client, and nobody has noticed. */
    void silence() {
        synchronized (heard) {
            silent = true;
        }
    }

    private Optional<JsonObject> answer(String ref) {
        synchronized (heard) {
            return heard.stream().filter(each -> each.get("ref") instanceof JsonString text && text.getString().equals(ref)).findFirst();
        }
    }

    /** Everything that was heard since the last call but answers. */
    public List<JsonObject> take() {
        synchronized (heard) {
            List<JsonObject> fresh = heard.subList(taken, heard.size()).stream().filter(each -> !each.containsKey("ref")).toList();
            taken = heard.size();
            return fresh;
        }
    }

    /** Everything that was heard, answers and all. */
    public List<JsonObject> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** Why the connection was closed, by the first who did. */
    public Optional<Closing> closed() {
        synchronized (heard) {
            return closings.stream().findFirst();
        }
    }

    public Session session() {
        return session;
    }

    public String self() {
        return joined().getString("self");
    }

    public String token() {
        return joined().getString("token");
    }

    public String epoch() {
        return joined().getString("epoch");
    }

    public JsonObject joined() {
        synchronized (heard) {
            return joined;
        }
    }

    public long offset() {
        synchronized (heard) {
            return offset;
        }
    }

    static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
