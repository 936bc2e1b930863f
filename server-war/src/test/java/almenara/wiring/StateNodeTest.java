package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateNodeTest {

    @Test
    void visitsGoByNoProxyAndFollowNoRedirect() {
        try (HttpClient client = StateNode.client(Duration.ofSeconds(1), Runnable::run)) {
            assertEquals(List.of(Proxy.NO_PROXY), client.proxy().orElseThrow().select(URI.create("http://192.0.2.1/cgi-bin/shared-state")));
            assertEquals(HttpClient.Redirect.NEVER, client.followRedirects());
        }
    }
}
