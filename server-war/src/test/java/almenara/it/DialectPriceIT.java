package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Clients that pay nothing, at a node that is busy with them. */
@ArquillianTest
class DialectPriceIT {

    private static final String PATH = "/y-webrtc";
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final int EFFORT = 64;
    private static final int FACTOR = 2;
    /** Three quarters of all connections are more load than the price steers for, and there is place for more. */
    private static final int CROWD = 6;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("pow-effort=" + EFFORT, "pow-step-seconds=1", "connections=8", "dialect-connections=8", "dialect-price-factor=" + FACTOR, "drain-seconds=0");
    }

    private static ForeignSocket connect() {
        return ForeignSocket.connect(PATH, "192.0.2.1");
    }

    private static void speaks(ForeignSocket client) {
        client.says(PING);
        client.waitsFor(PONG);
    }

    /** The answer to somebody who is not let in. */
    private static Optional<HttpResponse<?>> refused() {
        try (ForeignSocket client = connect()) {
            speaks(client);
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(((WebSocketHandshakeException) e.getCause()).getResponse());
        }
    }

    private static int effort() {
        return Http.get("/", "Accept", "application/json").json().getInt("effort");
    }

    @Test
    void whileTheyDriveThePriceUpNoMoreOfThemComeInAndWhenItHasFallenTheyDoAgain() {
        List<ForeignSocket> crowd = IntStream.range(0, CROWD).mapToObj(each -> connect()).toList();
        Server.await("the price rises", () -> effort() > FACTOR * EFFORT);
        HttpResponse<?> answer = refused().orElseThrow();
        assertEquals(503, answer.statusCode());
        assertEquals("5", answer.headers().firstValue("Retry-After").orElse(""));
        crowd.forEach(DialectPriceIT::speaks);
        crowd.forEach(ForeignSocket::close);
        Server.await("the price falls", () -> effort() <= FACTOR * EFFORT);
        assertEquals(Optional.empty(), refused());
    }
}
