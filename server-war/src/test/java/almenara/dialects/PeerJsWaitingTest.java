package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import almenara.messages.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PeerJS client of a node that learns late that somebody has come. */
class PeerJsWaitingTest {

    private static final PeerJs DIALECT = new PeerJs(new JsonLimits(16), new Absent.Limits(2, 1000, 5), new Random(6));

    /** A node where somebody may hear what is said, and nobody is told of who comes. */
    private static final class Deaf implements Way {
        private final List<String> said = new ArrayList<>();
        private final List<String> posted = new ArrayList<>();
        private boolean heard;

        @Override
        public void ask(Request request) {
            if (request.command() instanceof Command.Post post) {
                posted.add(post.data());
            }
        }

        @Override
        public String below() {
            return "";
        }

        @Override
        public String gathering(String lobby) {
            throw new AssertionError("there is no lobby");
        }

        @Override
        public String seat(String room) {
            return "";
        }

        @Override
        public Map<String, String> names(String room) {
            return Map.of();
        }

        @Override
        public boolean isHeard(String room) {
            return heard;
        }

        @Override
        public boolean spends(int frames) {
            return true;
        }

        @Override
        public Runnable watch(String room, Runnable step) {
            return () -> { };
        }

        @Override
        public void say(String frame) {
            said.add(frame);
        }

        @Override
        public void later(Runnable step) {
            step.run();
        }

        @Override
        public void close() {
            throw new AssertionError("nobody is refused");
        }
    }

    private final Deaf way = new Deaf();
    private final Conversation client = DIALECT.begin(way, name -> name.equals("id") ? "a" : "t");

    private PeerJsWaitingTest() {
        client.opened();
    }

    private void send(int payload) {
        client.heard("{\"type\":\"OFFER\",\"dst\":\"b\",\"payload\":" + payload + "}");
    }

    private static List<String> offers(int... payloads) {
        return IntStream.of(payloads).mapToObj(each -> "{\"type\":\"OFFER\",\"src\":\"a\",\"dst\":\"b\",\"payload\":" + each + "}").toList();
    }

    private void wait(int seconds) {
        IntStream.range(0, seconds).forEach(second -> client.tick());
    }

    @Test
    void whoHasComeWhenTheTimeIsOverIsNotToldToBeAbsent() {
        send(1);
        send(2);
        way.heard = true;
        wait(6);
        assertEquals(offers(1, 2), way.posted);
        assertEquals(List.of(), way.said);
    }

    @Test
    void whoHasComeWhenTooMuchWaitsIsNotToldToBeAbsentAndHearsItInOrder() {
        send(1);
        send(2);
        way.heard = true;
        send(3);
        assertEquals(offers(1, 2, 3), way.posted);
        assertEquals(List.of(), way.said);
    }

    @Test
    void whoDoesNotComeIsToldToBeAbsentOnce() {
        send(1);
        wait(20);
        assertEquals(List.of("{\"type\":\"EXPIRE\",\"src\":\"b\",\"dst\":\"a\"}"), way.said);
        assertEquals(List.of(), way.posted);
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.Code.class, names = {"OVERLOADED", "UNAVAILABLE", "DRAINING"})
    void whoIsRefusedIsToldWhy(Refusal.Code code) {
        Reply refusal = new Reply("", "", new Event.Refused(new Refusal(code, "the very reason")));
        assertEquals(List.of("{\"type\":\"ERROR\",\"payload\":{\"msg\":\"the very reason\"}}"), client.told(refusal));
        assertEquals(List.of(), client.told(new Reply("", "", new Event.Joined(new Seat("a", "t"), new Position("aaaaaaaa", 0), Event.Continuity.NEW, List.of()))));
    }
}
