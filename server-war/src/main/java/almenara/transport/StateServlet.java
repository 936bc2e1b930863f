package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.StateTable;
import almenara.signaling.Tally.What;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shared-state tables as LibreMesh's routers exchange them: a POST of a whole table, whatever its Content-Type says, is answered with the whole table. Routers
 * call every body a form; so no parameter may be asked for here, or the container would eat the body.
 */
@WebServlet(urlPatterns = {StateServlet.PLAIN + "/*", StateServlet.MULTIWRITER + "/*"}, asyncSupported = true, loadOnStartup = 1)
public class StateServlet extends Resource {

    static final String PLAIN = "/cgi-bin/shared-state";
    static final String MULTIWRITER = "/cgi-bin/shared-state-multiwriter";
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "application/json";

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<StateTable> table = table(request.getServletPath(), request.getPathInfo());
        if (!"POST".equals(request.getMethod()) || table.isEmpty()) {
            response.setContentType(TYPE);
            return;
        }
        if (table.get().kind() != StateTable.Kind.SIGNED) {
            door().origins().checkNamed(request);
        }
        StateDesk desk = door().state();
        boolean packed = Arrays.asList(Optional.ofNullable(request.getQueryString()).orElse("").split("&")).contains("gzip");
        StateDesk.Visit visit = new StateDesk.Visit(table.get(), packed, Addresses.key(door().addresses().caller(request)));
        counted(() -> {
            desk.admit(visit);
            door().shared().signaling().checkServing();
            return visit;
        });
        HttpCommand.begin(request, desk.most(), body -> {
            byte[] merged = counted(() -> desk.exchange(visit, body));
            door().shared().tally().count(What.STATE_EXCHANGE);
            return answer(merged);
        }, door().shared());
    }

    /** Counts what is refused. */
    private <T> T counted(Supplier<T> step) {
        try {
            return step.get();
        } catch (Refusal refusal) {
            door().shared().tally().count(What.STATE_REFUSAL);
            throw refusal;
        }
    }

    /** The table that the path names; routers with a slash at the end of their base address send two. */
    static Optional<StateTable> table(String servlet, String rest) {
        String name = (rest == null ? "" : rest).replaceFirst("^/+", "");
        return MULTIWRITER.equals(servlet) ? StateTable.multiwriter(name) : StateTable.plain(name);
    }

    /** Within as much time as its body had; then the connection ends. */
    private HttpCommand.Answer answer(byte[] table) {
        return context -> {
            BodyWriter writer = new BodyWriter(table, () -> end(context));
            CompletableFuture.delayedExecutor(door().shared().limits().times().body().toMillis(), TimeUnit.MILLISECONDS, door().shared().executor())
                    .execute(writer::finish);
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setContentType(TYPE);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLength(table.length);
            writer.start(response.getOutputStream());
            door().shared().usage().sent().add(table.length);
        };
    }

    private void end(AsyncContext context) {
        door().state().answered();
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // whoever asked is gone
        }
    }
}
