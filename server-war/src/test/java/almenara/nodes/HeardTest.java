package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeardTest {

    @Test
    void whatIsWrittenIsRead() {
        Heard heard = new Heard(Map.of(Source.DHT, 2L, Source.ANNOUNCEMENT, 40L, Source.SEED, 1L));
        assertEquals("SEED 1 DHT 2 NODE 0 ANNOUNCEMENT 40 CLUSTER 0", heard.text());
        assertEquals(heard, Heard.of(heard.text()));
        assertEquals(43, heard.all());
        assertEquals(Heard.NOTHING, Heard.of(Heard.NOTHING.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "DHT", "DHT x", "dht 1", "DHT 1 SEED"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Heard.of(text));
    }
}
