package almenara.transport;

import almenara.messages.Command;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Reply;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One command that came as a request of its own: its body is awaited without a thread, then it is carried out on one of ours, which may wait for the cluster. */
final class HttpCommand implements BodyReader.Receiver {

    private static final System.Logger LOG = System.getLogger(HttpCommand.class.getName());
    /** The header of a stream in which a proof stands. */
    static final String PROOF = "Almenara-Proof";
    private static final String BEARER = "Bearer ";
    private static final String WORK = "PoW ";
    /** Longer than anything takes that a body asks for, but for the body itself and for an answer that is read slowly. */
    private static final Duration LONGEST = Duration.ofSeconds(90);
    /** By then the container has closed the way from a client that it has told us of. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final AsyncContext context;
    private final Work work;
    private final Shared shared;
    private volatile CompletableFuture<Void> refused = CompletableFuture.completedFuture(null);

    /** What the body asks for; it is carried out, or refused by a {@link Refusal}. */
    interface Task {
        Reply carryOut(byte[] body);
    }

    /** The same, with an answer that is no reply of our protocol. */
    interface Work {
        Answer carryOut(byte[] body);
    }

    /** What goes back; whoever writes it completes the context. */
    interface Answer {
        void write(AsyncContext context) throws IOException;
    }

    /** What goes back at once. */
    private interface Whole {
        void write(HttpServletResponse response) throws IOException;
    }

    private HttpCommand(AsyncContext context, Work work, Shared shared) {
        this.context = context;
        this.work = work;
        this.shared = shared;
    }

    static void begin(HttpServletRequest request, Task task, Shared shared) throws IOException {
        int most = shared.limits().message();
        Bodies.check(request, most);
        begin(request, most, body -> {
            Reply reply = task.carryOut(body);
            return whole(response -> new Responses(response, shared).json(HttpServletResponse.SC_OK, shared.dialect().encode(reply)));
        }, shared);
    }

    /** Takes a body of any type, of at most so many bytes. */
    static void begin(HttpServletRequest request, int most, Work work, Shared shared) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw Bodies.tooLarge(most);
        }
        AsyncContext context = request.startAsync();
        HttpCommand command = new HttpCommand(context, work, shared);
        if ("GET".equals(request.getMethod())) {
            context.setTimeout(0);
            command.begin(new byte[0]);
        } else {
            context.setTimeout(LONGEST.plus(shared.limits().times().body().multipliedBy(2)).toMillis());
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

    /** The proof that the request for a stream brings in its head; empty when there is none, and {@link Command#PROMISED} when the header is empty. */
    static String proof(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(PROOF)).map(proof -> proof.isBlank() ? Command.PROMISED : proof.strip()).orElse("");
    }

    private static String authorization(HttpServletRequest request, String scheme) {
        String authorization = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        return authorization.startsWith(scheme) ? authorization.substring(scheme.length()).strip() : "";
    }

    @Override
    public void received(byte[] body) {
        BodyFilter.read((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
        begin(body);
    }

    private void begin(byte[] body) {
        shared.executor().execute(() -> carryOut(body));
    }

    /**
     * The context is not completed: a worker of the container would wait for the rest of the body, and 32 such requests would have all workers (Undertow 2.3). It ends when more of the
     * body comes, or when its own time is over: then the container breaks the connection.
     */
    @Override
    public void refused(Refusal refusal) {
        refused = CompletableFuture.runAsync(() -> finish(context, unread -> {
            new Responses((HttpServletResponse) unread.getResponse(), shared).refuse(refusal, "");
            unread.getResponse().flushBuffer();
        }), shared.executor());
    }

    @Override
    public void ended() {
        complete(shared.executor());
    }

    /** Completion reads what is left of the body, into a buffer that the container would take away meanwhile (Undertow 2.3). */
    @Override
    public void gone() {
        complete(CompletableFuture.delayedExecutor(CLOSING.toMillis(), TimeUnit.MILLISECONDS, shared.executor()));
    }

    /** A response that is completed while it is being written breaks within the container. */
    private void complete(Executor executor) {
        refused.whenCompleteAsync((done, failure) -> finish(context, AsyncContext::complete), executor);
    }

    private void carryOut(byte[] body) {
        long began = System.nanoTime();
        try {
            finish(context, work.carryOut(body));
        } catch (Refusal refusal) {
            answer(refusal, body);
            if (refusal.isFault()) {
                shared.usage().waste().add(System.nanoTime() - began);
            }
        } catch (RuntimeException e) {
            answer(internal(e), body);
        }
    }

    private static Refusal internal(Throwable fault) {
        LOG.log(System.Logger.Level.ERROR, "a request failed by our fault", fault);
        return new Refusal(Code.INTERNAL, "this is our fault; the log of the node says more");
    }

    /** JSON that comes later, or the refusal with which it fails; no thread waits for it. */
    static Answer later(CompletableFuture<String> json, Shared shared) {
        return context -> json.whenCompleteAsync((text, failure) -> finish(context, whole(response -> {
            Responses responses = new Responses(response, shared);
            if (failure == null) {
                responses.json(HttpServletResponse.SC_OK, text);
            } else {
                responses.refuse(cause(failure) instanceof Refusal refusal ? refusal : internal(failure), "");
            }
        })), shared.executor());
    }

    /** What a future has really failed with. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }

    private void answer(Refusal refusal, byte[] body) {
        finish(context, whole(response -> new Responses(response, shared).refuse(refusal, ref(body))));
    }

    private String ref(byte[] body) {
        try {
            return shared.dialect().ref(Bodies.text(body));
        } catch (Refusal refusal) {
            return "";
        }
    }

    private static Answer whole(Whole answer) {
        return context -> {
            answer.write((HttpServletResponse) context.getResponse());
            context.complete();
        };
    }

    private static void finish(AsyncContext context, Answer answer) {
        try {
            answer.write(context);
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "nobody waits for the answer any more: {0}", e.getMessage());
        }
    }
}
