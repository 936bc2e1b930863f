package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Batch;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Solver;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two nodes that ask for work, and clients that do it. */
class WorkTollTest {

    private static final long EFFORT = 32;
    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = Nodes.paid(2, EFFORT);
    private final Node here = nodes.node(0);
    private final Node there = nodes.node(1);
    private final Map<Client, Integer> taken = new HashMap<>();
    private int salt;

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String object(String fields) {
        return json("{" + fields + "}");
    }

    private String pay(String quote, Action action, String peer, String body) {
        int messages = body.startsWith("[") ? body.split("\"type\"").length - 1 : 1;
        return Solver.pay(quote, new Binding(action, ROOM, peer, new Binding.Content(body.getBytes(StandardCharsets.UTF_8), messages)), salt++);
    }

    private static String paid(String payment, String body) {
        return Json.createObjectBuilder().add("type", "paid").add("pow", payment).add("body", body).build().toString();
    }

    /** What the client has heard since it was asked last, without what others did before. */
    private List<JsonObject> take(Client client) {
        List<JsonObject> all = client.heard();
        int from = taken.getOrDefault(client, 0);
        taken.put(client, all.size());
        return all.subList(from, all.size()).stream().filter(each -> !List.of("cursor", "peer-joined").contains(each.getString("type"))).toList();
    }

    /** What comes back when the body has been paid for with the quote. */
    private List<JsonObject> buy(Client client, String quote, Action action, String body) {
        String peer = action == Action.JOIN ? "" : client.self();
        client.say(paid(pay(quote, action, peer, body), body));
        return take(client);
    }

    private String quote(Node node) {
        return node.signaling.price().orElseThrow().quote();
    }

    private Client member(Node node) {
        Client client = node.connect(ROOM);
        assertEquals("joined", buy(client, quote(node), Action.JOIN, object("'type':'join'")).getFirst().getString("type"));
        return client;
    }

    private JsonObject only(List<JsonObject> heard) {
        assertEquals(1, heard.size(), heard.toString());
        return heard.getFirst();
    }

    @Test
    void aRefusalBringsTheQuoteThatTurnsIt() {
        Client ann = here.connect(ROOM);
        ann.say(object("'type':'join','ref':1"));
        JsonObject refused = only(take(ann));
        assertEquals("price", refused.getString("code"));
        assertEquals(1, refused.getInt("ref"));
        assertEquals(4 * EFFORT, refused.getInt("effort"));
        assertEquals(2, refused.getInt("action"));
        assertEquals("joined", only(buy(ann, refused.getString("quote"), Action.JOIN, object("'type':'join','ref':2"))).getString("type"));
    }

    @Test
    void aTurnCredentialIsForMembersWhoHavePaidSixteenTimesAPost() {
        Client ann = member(here);
        Gate gate = new MembersGate(here.rooms, here.toll);
        byte[] body = object("'room':'" + ROOM + "','token':'" + ann.token() + "'").getBytes(StandardCharsets.UTF_8);
        Session.Origin origin = new Session.Origin(ROOM, "", "cb0071", 0);
        Refusal refusal = assertThrows(Refusal.class, () -> gate.admit(new Asker("", body, origin, ann.token())));
        assertEquals(Code.PRICE, refusal.code());
        assertEquals(16 * EFFORT, refusal.price().orElseThrow().effort());
        assertEquals(Action.TOKEN.number(), refusal.price().orElseThrow().action());
        Binding binding = new Binding(Action.TOKEN, ROOM, ann.self(), new Binding.Content(body, 1));
        Asker payer = new Asker(Solver.pay(refusal.price().orElseThrow().quote(), binding, salt++), body, origin, ann.token());
        gate.admit(payer);
        assertEquals(Code.PRICE, assertThrows(Refusal.class, () -> gate.admit(payer)).code(), "a proof is spent once");
        assertEquals(Code.BAD_TOKEN, assertThrows(Refusal.class, () -> gate.admit(new Asker("", body, origin, ""))).code(), "nobody pays for nothing");
    }

    @Test
    void everyNodeTakesTheQuotesOfTheOthersAndEachProofOnce() {
        Client ann = member(here);
        String body = object("'type':'signal','data':1");
        String payment = pay(quote(there), Action.POST, ann.self(), body);
        ann.say(paid(payment, body));
        assertEquals("ok", only(take(ann)).getString("type"));
        ann.say(paid(payment, body));
        assertEquals("price", only(take(ann)).getString("code"));
        Batch again = new Batch(payment, body, List.of(there.dialect.decode(body.replace("}", json(",'token':'" + ann.token() + "'}")))));
        assertEquals(Code.PRICE, assertThrows(Refusal.class, () -> there.signaling.act(Nodes.origin(ROOM), again)).code());
    }

    @Test
    void aBatchIsPaidForOnceAndAnsweredOneByOne() {
        Client ann = member(here);
        String body = IntStream.range(0, 16).mapToObj(i -> object("'type':'signal','data':1,'ref':" + i)).collect(Collectors.joining(",", "[", "]"));
        List<JsonObject> answers = buy(ann, quote(here), Action.POST, body);
        assertEquals(IntStream.range(0, 16).boxed().toList(), answers.stream().map(answer -> answer.getInt("ref")).toList());
        assertTrue(answers.stream().allMatch(answer -> answer.getString("type").equals("ok")));
    }

    @Test
    void ofABadBatchNothingIsDoneAndEachCommandHearsSo() {
        Client ann = member(here);
        Client bob = member(there);
        take(ann);
        String body = json("[{'type':'signal','data':1,'ref':'a'},{'type':'signal','data':2,'ref':'b'}]");
        ann.say(paid(pay(quote(here), Action.CLAIM, ann.self(), body), body));
        assertEquals(List.of("a price", "b price"), take(ann).stream().map(each -> each.getString("ref") + ' ' + each.getString("code")).toList());
        String mixed = json("[{'type':'signal','data':1,'ref':'a'},{'type':'claim','ref':'b'}]");
        assertEquals(List.of("bad-message", "bad-message"), buy(ann, quote(here), Action.POST, mixed).stream().map(each -> each.getString("code")).toList());
        String broken = json("[{'type':'signal','data':1,'ref':'a'},{'type':'sing','ref':'b'}]");
        assertEquals(List.of("a unknown-command", "b unknown-command"), buy(ann, quote(here), Action.POST, broken).stream()
                .map(each -> each.getString("ref") + ' ' + each.getString("code")).toList());
        String rooms = json("[{'type':'signal','data':1,'ref':'a'},{'type':'signal','data':1,'room':'" + Nodes.room(3) + "','ref':'b'}]");
        assertEquals(List.of("bad-message", "bad-message"), buy(ann, quote(here), Action.POST, rooms).stream().map(each -> each.getString("code")).toList());
        assertTrue(take(bob).isEmpty());
    }

    @Test
    void aPaymentHoldsSixteenCommandsAtMost() {
        Client ann = member(here);
        String many = IntStream.range(0, 17).mapToObj(i -> object("'type':'ping'")).collect(Collectors.joining(",", "[", "]"));
        ann.say(paid("x", many));
        assertEquals("bad-message", take(ann).getFirst().getString("code"));
        ann.say(paid("x", "[]"));
        assertEquals("bad-message", only(take(ann)).getString("code"));
        ann.say(paid("x", paid("y", object("'type':'ping'"))));
        assertEquals("unknown-command", only(take(ann)).getString("code"));
    }

    @Test
    void postsAndClaimsCostAndTheRestIsFree() {
        Client ann = member(here);
        for (String fields : List.of("'type':'signal','data':1", "'type':'offer','data':1", "'type':'claim'",
                "'type':'refresh','offer':'aaaaaaaaaaaaaaaa','data':1", "'type':'answer','offer':'aaaaaaaaaaaaaaaa','data':1")) {
            ann.say(object(fields));
            assertEquals("price", only(take(ann)).getString("code"), fields);
        }
        for (String fields : List.of("'type':'ping'", "'type':'offers'", "'type':'leave'")) {
            ann.say(object(fields));
            assertEquals("ok", take(ann).getFirst().getString("type"), fields);
        }
    }

    @Test
    void whoComesBackPaysNothingAndWhoOnlySaysSoPays() {
        Client ann = member(here);
        String resume = object("'type':'resume','token':'" + ann.token() + "','epoch':'" + ann.epoch() + "','offset':1");
        Client again = there.connect(ROOM);
        again.say(resume);
        assertEquals("joined", take(again).getFirst().getString("type"));
        Client stranger = there.connect(ROOM);
        stranger.say(resume.replace(ann.self(), "a".repeat(26)));
        assertEquals("price", only(take(stranger)).getString("code"));
    }

    @Test
    void whoIsNotInTheRoomHearsSoBeforePaying() {
        Client nobody = here.connect(ROOM);
        nobody.say(object("'type':'signal','data':1"));
        assertEquals("not-joined", only(take(nobody)).getString("code"));
    }

    @Test
    void onAllNodesAFloodedRoomCostsMoreAndTheFlooderMost() {
        Client ann = member(here);
        Client bob = member(there);
        String body = object("'type':'signal','data':1");
        for (int i = 0; i < 200; i++) {
            ann.say(body);
            String quote = take(ann).stream().filter(each -> each.containsKey("quote")).findFirst().orElseThrow().getString("quote");
            assertEquals("ok", only(buy(ann, quote, Action.POST, body)).getString("type"));
        }
        take(bob);
        bob.say(body);
        // (200 - 60) / 60 over what is free
        JsonObject asked = only(take(bob));
        assertEquals(Math.ceil(EFFORT * (1 + Math.pow(140 / 60.0, 2))), asked.getInt("effort"));
        ann.say(body);
        assertTrue(only(take(ann)).getInt("effort") > 80 * asked.getInt("effort"));
        assertEquals("price", only(buy(bob, quote(there), Action.POST, body)).getString("code"), "a quote for the node does not do");
        nodes.pass(31);
        assertEquals("ok", only(buy(bob, asked.getString("quote"), Action.POST, body)).getString("type"));
        nodes.pass(40);
        take(bob);
        bob.say(body);
        assertEquals(EFFORT, only(take(bob)).getInt("effort"));
    }

    @Test
    void anAnonymousPostIsPaidForByNobody() {
        member(here);
        String body = object("'type':'signal','data':1");
        Refusal refusal = assertThrows(Refusal.class, () -> here.signaling.act(Nodes.origin(ROOM), here.dialect.batch(body)));
        String payment = pay(refusal.price().orElseThrow().quote(), Action.POST, "", body);
        here.signaling.act(Nodes.origin(ROOM), new Batch(payment, body, List.of(here.dialect.decode(body))));
    }

    @Test
    void aNodeThatAsksForNothingHasNoPrice() {
        Node free = new Nodes(1).node(0);
        assertTrue(free.signaling.price().isEmpty());
        String body = object("'type':'join'");
        Client ann = free.connect(ROOM);
        ann.say(paid("whatever", body));
        assertEquals("joined", only(take(ann)).getString("type"));
    }
}
