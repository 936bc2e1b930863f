package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class LibreMeshFuzzTest {

    private static final LibreMesh DIALECT = new LibreMesh(new JsonLimits(16, 1000));

    static Stream<byte[]> seeds() {
        return Seeds.json("{'aa:bb':{'bleachTTL':30,'author':'router','data':'host'},'x':{'bleachTTL':-1,'author':'','data':{'a':[1]}}}",
                "{'k':{'lastModified':1700000000,'changes':3,'fortune':99,'author':'r','data':[null]}}",
                "{'a/b':{'bleachTTL':30,'author':'a','data':'" + "s".repeat(86) + ".1700000000000.1700000060000.value.with.dots'}}", "[]", "{'k':{'bleachTTL':1e99999}}");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadOfATableIsWrittenAndReadAsTheSame(byte[] input) {
        for (StateTable.Kind kind : StateTable.Kind.values()) {
            Map<String, StateEntry> entries = DIALECT.decode(kind, Seeds.text(input));
            assertEquals(entries, DIALECT.decode(kind, DIALECT.encode(entries)));
            entries.values().forEach(entry -> assertEquals(entry, StateEntry.decode(entry.encode())));
        }
    }
}
