package almenara.transport;

import almenara.dialects.LibreMesh;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.sharedstate.Destination;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts tables to an address that the operator has named, and nowhere else: redirects are not followed, an answer has a time and a size. A neighbour gets them
 * below its address and answers with its own; a hook gets them at its address, and its answer is not read.
 */
public final class Visitor implements Destination {

    private static final int OK = 200;
    private static final int NO_SUCCESS = 300;

    private final Kind kind;
    private final String address;
    private final LibreMesh dialect;
    private final Means means;

    /** The client (which follows no redirects), how long a visit may take, and the most bytes of an answer. */
    public record Means(HttpClient client, Duration patience, int most) {
    }

    public Visitor(Kind kind, String address, LibreMesh dialect, Means means) {
        this.kind = kind;
        this.address = address;
        this.dialect = dialect;
        this.means = means;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String name() {
        return address;
    }

    @Override
    public Map<String, StateEntry> bring(StateTable table, Map<String, StateEntry> entries) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(kind == Kind.HOOK ? URI.create(address) : below(table)).timeout(means.patience())
                .header("Content-Type", "application/json").header("Almenara-Table", table.key())
                .POST(HttpRequest.BodyPublishers.ofString(dialect.encode(entries))).build();
        HttpResponse<byte[]> response = send(request);
        boolean good = kind == Kind.HOOK ? response.statusCode() >= OK && response.statusCode() < NO_SUCCESS : response.statusCode() == OK;
        if (!good) {
            throw new IOException("the answer is " + response.statusCode());
        }
        return kind == Kind.HOOK ? Map.of() : dialect.decode(table.kind(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private URI below(StateTable table) {
        String base = address.replaceFirst("/+$", "");
        return URI.create(base + (table.kind() == StateTable.Kind.MULTIWRITER ? "-multiwriter/" : "/") + table.name());
    }

    /** The whole answer within the time; the request's own time-out ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = means.client().sendAsync(request, head -> new Bounded(kind == Kind.HOOK ? 0 : means.most()));
        try {
            return answer.get(means.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this node ends", e);
        } finally {
            answer.cancel(true);
        }
    }
}
