package almenara.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE);

    @Test
    void theProtocolListsTheSameCodesWithTheSameStatuses() throws Exception {
        Map<String, Integer> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PROTOCOL).replace("\r", ""));
        while (row.find()) {
            assertEquals(null, documented.put(row.group(1), Integer.valueOf(row.group(2))), "twice: " + row.group(1));
        }
        Map<String, Integer> known = new TreeMap<>();
        Arrays.stream(Refusal.Code.values()).forEach(code -> known.put(code.wire(), code.status()));
        assertEquals(documented, known);
    }
}
