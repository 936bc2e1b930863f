package almenara.transport;

import almenara.dialects.Native;
import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One command that came as a request of its own: its body is awaited without a thread, then it is carried out on one of ours, which may wait for the cluster. */
final class HttpCommand implements BodyReader.Receiver {

    private static final System.Logger LOG = System.getLogger(HttpCommand.class.getName());
    private static final String BEARER = "Bearer ";
    private static final String WORK = "PoW ";

    private final AsyncContext context;
    private final RoomPath path;
    private final Shared shared;
    private final String token;
    private final String payment;

    private HttpCommand(AsyncContext context, RoomPath path, Shared shared) {
        this.context = context;
        this.path = path;
        this.shared = shared;
        HttpServletRequest request = (HttpServletRequest) context.getRequest();
        this.token = bearer(request);
        this.payment = payment(request);
    }

    static void begin(HttpServletRequest request, RoomPath path, Shared shared) throws IOException {
        int most = shared.limits().message();
        Bodies.check(request, most);
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        HttpCommand command = new HttpCommand(context, path, shared);
        if ("GET".equals(request.getMethod())) {
            command.received(new byte[0]);
        } else {
            BodyReader reader = new BodyReader(request.getInputStream(), most, command);
            CompletableFuture.delayedExecutor(shared.limits().times().body().toMillis(), TimeUnit.MILLISECONDS, shared.executor()).execute(reader::giveUp);
            reader.start();
        }
    }

    /** The token that the request brings in its head; empty when there is none. */
    static String bearer(HttpServletRequest request) {
        return authorization(request, BEARER);
    }

    /** The payment that the request brings in its head or, for an EventSource, which can set none, as the parameter {@code pow}; empty when there is none. */
    static String payment(HttpServletRequest request) {
        String head = authorization(request, WORK);
        String parameter = "GET".equals(request.getMethod()) ? request.getParameter("pow") : "";
        return head.isEmpty() && parameter != null ? parameter : head;
    }

    private static String authorization(HttpServletRequest request, String scheme) {
        String authorization = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        return authorization.startsWith(scheme) ? authorization.substring(scheme.length()).strip() : "";
    }

    @Override
    public void received(byte[] body) {
        shared.executor().execute(() -> carryOut(body));
    }

    @Override
    public void refused(Refusal refusal) {
        shared.executor().execute(() -> answer(refusal, ""));
    }

    private void carryOut(byte[] body) {
        String text = "";
        try {
            text = Bodies.text(body);
            Request decoded = decode(text);
            Request proved = token.isEmpty() ? decoded : new Request(decoded.ref(), "", token, decoded.command());
            Event event = shared.signaling().act(path.room(), new Batch(payment, text, List.of(proved)));
            finish(response -> Responses.json(response, HttpServletResponse.SC_OK, shared.dialect().encode(new Reply("", decoded.ref(), event))));
        } catch (Refusal refusal) {
            answer(refusal, text);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request failed by our fault", e);
            answer(new Refusal(Code.INTERNAL, "this is our fault; the log of the node says more"), text);
        }
    }

    private Request decode(String body) {
        Native dialect = shared.dialect();
        if (path.verb().equals("offers")) {
            String from = Optional.ofNullable(context.getRequest().getParameter("from")).orElse("");
            return new Request("", "", "", new Command.Offers(from));
        }
        return path.verb().isEmpty() ? dialect.decode(body) : dialect.decode(body, path.verb(), path.offer());
    }

    private void answer(Refusal refusal, String body) {
        finish(response -> Responses.refuse(response, refusal, shared.dialect(), shared.dialect().ref(body)));
    }

    private interface Answer {
        void write(HttpServletResponse response) throws IOException;
    }

    private void finish(Answer answer) {
        try {
            answer.write((HttpServletResponse) context.getResponse());
            context.complete();
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "nobody waits for the answer any more: {0}", e.getMessage());
        }
    }
}
