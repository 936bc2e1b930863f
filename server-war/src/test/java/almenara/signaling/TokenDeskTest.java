package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.limits.Rate;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.tables.HandClock;
import almenara.turn.Credentials;
import almenara.turn.TurnRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TokenDeskTest {

    private static final String ROOM = Nodes.ROOM;
    private static final String OTHER_ROOM = "B".repeat(42) + "A";
    private static final TurnRules RULES = new TurnRules(List.of("turn:turn.example.org"), List.of("a-secret-of-coturn"), Duration.ofMinutes(10));

    private final Nodes nodes = new Nodes(2);
    private final AtomicLong nanos = new AtomicLong();
    private final List<Asker> asked = new ArrayList<>();

    private TokenDesk desk(Gate gate, TurnRules rules) {
        return new TokenDesk(gate, new Credentials(rules, new HandClock()), new Rate(TimeUnit.SECONDS.toNanos(10), 6, new Random(7)), nanos::get);
    }

    private static Asker asker(String room, String token, String network) {
        return new Asker("", new byte[0], new Session.Origin(room, "", network, 0), token);
    }

    private static Refusal refused(Code code, Executable command) {
        Refusal refusal = assertThrows(Refusal.class, command);
        assertEquals(code, refusal.code());
        return refusal;
    }

    @Test
    void aMemberGetsACredentialAtAnyNodeOfTheCluster() {
        Client ann = nodes.node(0).join(ROOM);
        for (int i = 0; i < 2; i++) {
            TokenDesk desk = desk(new MembersGate(nodes.node(i).rooms, Toll.FREE), RULES);
            assertInstanceOf(Event.Granted.class, desk.ask(asker(ROOM, ann.token(), "cb0071")));
        }
    }

    @Test
    void whoProvesNoMembershipGetsNone() {
        Client ann = nodes.node(0).join(ROOM);
        TokenDesk desk = desk(new MembersGate(nodes.node(0).rooms, Toll.FREE), RULES);
        refused(Code.BAD_TOKEN, () -> desk.ask(asker(ROOM, "", "cb0071")));
        refused(Code.BAD_TOKEN, () -> desk.ask(asker(ROOM, ann.token() + "x", "cb0071")));
        refused(Code.BAD_TOKEN, () -> desk.ask(asker(ROOM, "nonsense", "cb0071")));
        refused(Code.BAD_TOKEN, () -> desk.ask(asker(OTHER_ROOM, ann.token(), "cb0071")));
        refused(Code.BAD_ROOM, () -> desk.ask(asker("", ann.token(), "cb0071")));
        String token = ann.token();
        ann.done("'type':'leave'");
        refused(Code.BAD_TOKEN, () -> desk.ask(asker(ROOM, token, "cb0071")));
    }

    @Test
    void aNetworkGetsOnlySoManyAndWhomTheGateRefusesCostsItNothing() {
        TokenDesk desk = desk(asker -> {
            asked.add(asker);
            if (asker.token().isEmpty()) {
                throw new Refusal(Code.BAD_TOKEN, "no");
            }
        }, RULES);
        for (int i = 0; i < 10; i++) {
            refused(Code.BAD_TOKEN, () -> desk.ask(asker(ROOM, "", "cb0071")));
        }
        for (int i = 0; i < 6; i++) {
            desk.ask(asker(ROOM, "token-" + i, "cb0071"));
        }
        Refusal refusal = refused(Code.TOO_MANY_TOKENS, () -> desk.ask(asker(ROOM, "another", "cb0071")));
        assertEquals(10_001, refusal.retryAfterMillis());
        desk.ask(asker(ROOM, "another", "20010db80001"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        desk.ask(asker(ROOM, "another", "cb0071"));
        assertEquals(18, asked.size(), "whom the rate refuses the gate does not ask to pay");
    }

    @Test
    void withoutTurnServersTheGateIsNotAskedSoThatNobodyPaysForNothing() {
        TokenDesk desk = desk(asked::add, new TurnRules(List.of(), List.of(), Duration.ofMinutes(10)));
        refused(Code.NO_TURN, () -> desk.ask(asker(ROOM, "token", "cb0071")));
        assertEquals(List.of(), asked);
    }
}
