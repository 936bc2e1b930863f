package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.seal.Joiner;
import almenara.signaling.Channel.Closing;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import almenara.tables.Table;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two seats of one peer, as two halves of a cluster may bring together. */
class DoublesTest {

    private final Nodes nodes = new Nodes(2);
    private final Joiner ann = new Joiner();
    private final String room = ann.sealed();
    private final Client client = nodes.node(0).connect(room).join(ann);
    private final Map<String, String> records = new TreeMap<>();

    private Member record() {
        nodes.members.watch(new Table.Watcher() {
            @Override
            public void reset(Map<String, String> entries) {
                records.putAll(entries);
            }

            @Override
            public void stored(String key, String value) {
                records.put(key, value);
            }

            @Override
            public void gone(String key) {
                records.remove(key);
            }
        });
        return Member.decode(records.values().iterator().next());
    }

    /** A seat of the same peer, of a connection that began so many milliseconds later; the key is below every other, or above. */
    private String seat(long later, boolean above) {
        Member known = record();
        String key = room + '#' + (above ? 99_999 : records.keySet().iterator().next().endsWith("#0") ? 1 : 0);
        nodes.members.putIfAbsent(key, new Member(known.peer(), known.proof(), new Member.Place("node-b", "elsewhere", true), known.since() + later, "", "").encode(), Duration.ZERO);
        return key;
    }

    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "0,true"})
    void theLaterSeatCountsAndTheOtherIsGivenUp(long later, boolean above) {
        String key = seat(later, above);
        assertEquals(Optional.of(Closing.REPLACED), client.closed());
        assertEquals(1, nodes.node(1).rooms.summary(room).members());
        nodes.pass(1);
        assertEquals(java.util.Set.of(key), records.keySet());
    }

    @Test
    void anEarlierSeatDoesNotDisturbTheLater() {
        seat(-1, true);
        assertEquals(Optional.empty(), client.closed());
        assertEquals(2, records.size());
        nodes.pass(1);
        assertEquals(1, records.size());
        client.done("'type':'signal','data':1");
    }

    @Test
    void whenTheLaterSeatGoesFirstTheOtherCounts() {
        String key = seat(1, true);
        assertTrue(nodes.members.remove(key, records.get(key)));
        assertEquals(1, nodes.node(0).rooms.summary(room).members());
        nodes.pass(60);
        assertEquals(0, nodes.node(0).rooms.summary(room).members(), "nobody is connected by it any more");
        assertEquals(0, records.keySet().stream().filter(each -> each.contains("#")).count());
    }
}
