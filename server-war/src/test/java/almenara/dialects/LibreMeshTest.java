package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Signed;
import almenara.messages.StateTable.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LibreMeshTest {

    private static final String SIGNATURE = "x".repeat(86);
    private final LibreMesh dialect = new LibreMesh(new JsonLimits(8, 5));

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Map<String, StateEntry> read(Kind kind, String text) {
        return dialect.decode(kind, json(text));
    }

    @Test
    void aClassicTableIsReadAndWritten() {
        String text = json("{'a':{'bleachTTL':30,'author':'node-1','data':{'x':[1,null]}},'b':{'bleachTTL':-2,'author':'node-2'}}");
        Map<String, StateEntry> entries = new LinkedHashMap<>();
        entries.put("a", new StateEntry("node-1", json("{'x':[1,null]}"), new Bleaching(30)));
        entries.put("b", new StateEntry("node-2", "", new Bleaching(-2)));
        assertEquals(entries, dialect.decode(Kind.CLASSIC, text));
        assertEquals(text, dialect.encode(entries));
        assertEquals("{}", dialect.encode(Map.of()));
    }

    @Test
    void aMultiwriterTableIsReadAndWritten() {
        String text = json("{'a':{'lastModified':1700000000,'changes':2,'fortune':99999,'author':'node-1','data':'x'}}");
        Map<String, StateEntry> entries = Map.of("a", new StateEntry("node-1", json("'x'"), new Counted(1_700_000_000, 2, 99_999)));
        assertEquals(entries, dialect.decode(Kind.MULTIWRITER, text));
        assertEquals(text, dialect.encode(entries));
        assertEquals(Map.of(), read(Kind.MULTIWRITER, "{'a':{'changes':-1,'fortune':1},'b':{'changes':1},'c':{'fortune':1}}"));
    }

    @Test
    void aSignedTableIsReadAndWritten() {
        String text = json("{'a':{'bleachTTL':3,'author':'key','data':'" + SIGNATURE + ".12.34.{\\'x\\':1.5}'}}".replace("\\'", "\\\""));
        Map<String, StateEntry> entries = Map.of("a", new StateEntry("key", json("{'x':1.5}"), new Signed(3, 12, 34, SIGNATURE)));
        assertEquals(entries, dialect.decode(Kind.SIGNED, text));
        assertEquals(text, dialect.encode(entries));
        for (String data : List.of(SIGNATURE, SIGNATURE + ".1.2", SIGNATURE + ".x.2.", SIGNATURE + ".0.2.", SIGNATURE + ".1.12345678901234567.", "x.1.2.3")) {
            assertEquals(Map.of(), read(Kind.SIGNED, "{'a':{'bleachTTL':3,'author':'key','data':'" + data + "'}}"), data);
        }
        assertEquals(Map.of(), read(Kind.SIGNED, "{'a':{'bleachTTL':3,'author':'key','data':{'x':1}}}"));
    }

    @Test
    void whatIsNoTableHoldsNoEntries() {
        for (String text : List.of("", " ", "{", "[]", "7", "null", "{}{}", "{'a':{'bleachTTL':1}}x", "{'a':1", "{'a':{'bleachTTL':1},'a':{'bleachTTL':1}}", "{'a':{'bleachTTL':1},'b':1,'c':1,'d':1,'e':1,'f':1}", "[".repeat(100_000))) {
            assertEquals(Map.of(), read(Kind.CLASSIC, text), text.substring(0, Math.min(30, text.length())));
        }
    }

    @Test
    void whatIsNoEntryIsPassedOver() {
        String good = "'good':{'bleachTTL':1}";
        for (String bad : List.of("'a':1", "'a':null", "'a':{}", "'a':{'bleachTTL':'1'}", "'a':{'bleachTTL':1.5}", "'a':{'bleachTTL':1e99}", "'':{'bleachTTL':1}",
                "'a':{'bleachTTL':1,'author':'x\\ny'}", "'a\\u0000':{'bleachTTL':1}", "'" + "k".repeat(257) + "':{'bleachTTL':1}",
                "'a':{'bleachTTL':1,'author':'" + "x".repeat(257) + "'}")) {
            assertEquals(Map.of("good", new StateEntry("", "", new Bleaching(1))), read(Kind.CLASSIC, '{' + good + ',' + bad + '}'), bad);
        }
        assertEquals(1, read(Kind.CLASSIC, "{'" + "k".repeat(256) + "':{'bleachTTL':1,'data':null}}").size());
    }

    @Test
    void anEntryHasSoManyValuesAndNamesAndNoMore() {
        String good = "'good':{'bleachTTL':1},";
        String most = "'a':{'bleachTTL':1,'data':[" + "1,".repeat(JsonLimits.VALUES - 6) + "1]}";
        assertEquals(Set.of("good", "a"), read(Kind.CLASSIC, '{' + good + most + '}').keySet());
        for (String more : List.of(most.replace("[1,", "[1,1,"), most.replace("{'b", "{'x':1,'b").replace("[1,", "["))) {
            assertEquals(Set.of("good", "b"), read(Kind.CLASSIC, '{' + good + more + ",'b':{'bleachTTL':1}}").keySet());
        }
        assertEquals(Set.of("good"), read(Kind.CLASSIC, '{' + good + "'a':[" + "[],".repeat(JsonLimits.VALUES) + "[]]}").keySet());
    }

    @Test
    void numbersThatDoNotCountExactlyAreCutOff() {
        assertEquals(new Bleaching(1L << 53), read(Kind.CLASSIC, "{'a':{'bleachTTL':9223372036854775807}}").get("a").rank());
        assertEquals(new Bleaching(29), read(Kind.CLASSIC, "{'a':{'bleachTTL':29.0}}").get("a").rank());
    }
}
