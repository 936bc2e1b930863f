package almenara.transport;

import almenara.dht.store.Item;
import almenara.dialects.JsonLimits;
import almenara.dialects.StrictJson;
import almenara.json.JsonFactories;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Asker;
import almenara.signaling.Session.Origin;
import almenara.signaling.Tally.What;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** {@code GET /dht-get}, {@code POST /dht-put}: mutable items of the DHT (BEP 44) for pages. No thread waits while the DHT is asked. */
@WebServlet(urlPatterns = {DhtServlet.GET, DhtServlet.PUT}, asyncSupported = true, loadOnStartup = 1)
public class DhtServlet extends Resource {

    static final String GET = "/dht-get";
    static final String PUT = "/dht-put";
    /** Bytes of a body: an item in hexadecimal digits, and a salt of which JSON has escaped every character. */
    static final int MOST_BODY = 4096;
    private static final long serialVersionUID = 1L;
    private static final JsonLimits LIMITS = new JsonLimits(2);

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean get = GET.equals(request.getServletPath());
        if (!(get ? "GET" : "POST").equals(request.getMethod())) {
            throw new Refusal(Code.METHOD_NOT_ALLOWED, "items are asked for with GET " + GET + ", and put with POST " + PUT);
        }
        if (get) {
            get(request);
        } else {
            put(request);
        }
    }

    private void get(HttpServletRequest request) throws IOException {
        Encoding encoding = Encoding.of(parameter(request, "encoding"));
        Item.Author author = DhtJson.author(parameter(request, "k"), parameter(request, "salt"), encoding);
        OptionalLong known = DhtJson.number("seq", parameter(request, "seq"));
        long address = origin(request, "").address();
        HttpCommand.begin(request, 0, body -> later(What.DHT_GET, () -> door().dht().get(author, address).thenApplyAsync(found ->
                DhtJson.write(author, found.orElseThrow(() -> new Refusal(Code.NO_ITEM, "no such item was found")), known, encoding),
                door().shared().executor())), door().shared());
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }

    private void put(HttpServletRequest request) throws IOException {
        Bodies.check(request, MOST_BODY);
        String payment = HttpCommand.payment(request);
        Origin nowhere = origin(request, "");
        HttpCommand.begin(request, MOST_BODY, body -> later(What.DHT_PUT, () -> {
            DhtJson.Put put = DhtJson.put(new StrictJson(LIMITS).read(Bodies.text(body)));
            return door().dht().put(put, new Asker(payment, body, nowhere, ""))
                    .thenApply(copies -> JsonFactories.BUILDERS.createObjectBuilder().add("type", "ok").add("copies", copies).build().toString());
        }), door().shared());
    }

    /** Counts what becomes of it. */
    private HttpCommand.Answer later(What what, Supplier<CompletableFuture<String>> task) {
        try {
            return HttpCommand.later(task.get().whenComplete((json, failure) -> {
                boolean refused = HttpCommand.cause(failure) instanceof Refusal refusal && refusal.code() != Code.NO_ITEM;
                door().shared().tally().count(refused ? What.DHT_REFUSAL : what);
            }), door().shared());
        } catch (Refusal refusal) {
            door().shared().tally().count(What.DHT_REFUSAL);
            throw refusal;
        }
    }
}
