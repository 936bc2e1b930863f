package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class NodeUrlFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.texts("https://node.example/", "http://10.0.0.1:8080/a/b.c/", "https://[2001:db8::1]:444/", "https://a@b/", "https://xn--a/", "http://0x7f.1/", "http://[::ffff:1.2.3.4]/");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aUrlHasOneFormAndNobodyReadsAnotherHostInIt(byte[] input) {
        String text = Seeds.latin(input);
        NodeUrl.read(text).ifPresent(url -> {
            assertEquals(text, url.text());
            URI other = URI.create(text);
            assertEquals(url.host(), other.getHost());
            assertEquals(url.scheme(), other.getScheme());
            assertEquals(url.path(), other.getPath());
            assertEquals(url.authority(), other.getAuthority());
        });
    }
}
