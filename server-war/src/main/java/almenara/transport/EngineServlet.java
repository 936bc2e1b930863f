package almenara.transport;

import almenara.dialects.Dialect;
import almenara.signaling.Session;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A dialect whose clients come by Engine.IO: over WebSocket as to any dialect, or by long-polling, from which they may change over. What belongs to one session
 * comes to one node: a load balancer has to see to that.
 */
public class EngineServlet extends DialectServlet {

    private static final long serialVersionUID = 1L;
    private static final String SESSION = "sid";
    private static final String TEXT = "text/plain";

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        credentials(request, response);
        Bodies.checkNoForm(request);
        String key = request.getParameter(SESSION);
        Optional<PollingConnection> session = Optional.ofNullable(key).flatMap(door().shared().connections()::find);
        boolean upgrades = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (key != null && session.isEmpty()) {
            refuse(response, 1, "Session ID unknown");
        } else if (upgrades && session.isPresent()) {
            door().upgrades().upgrade(request, response, mount().path(), socket -> new Changeover(socket, session.get(), mount().bounds().waiting()));
        } else if (upgrades || !"polling".equals(request.getParameter("transport"))) {
            super.answer(request, response);
        } else if (session.isPresent()) {
            goOn(request, session.get());
        } else if ("GET".equals(request.getMethod())) {
            begin(request);
        } else {
            refuse(response, 2, "Bad handshake method");
        }
    }

    /** A load balancer may tell the sessions of pages of other origins apart by a cookie, and old clients want that it may; this node has none. */
    private static void credentials(HttpServletRequest request, HttpServletResponse response) {
        Optional.ofNullable(request.getHeader("Origin")).ifPresent(origin -> {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Vary", "Origin");
        });
    }

    private void refuse(HttpServletResponse response, int code, String message) throws IOException {
        String text = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
        new Responses(response, door().shared()).page(new Dialect.Page(HttpServletResponse.SC_BAD_REQUEST, "application/json", text));
    }

    private void begin(HttpServletRequest request) {
        Mount mount = mount();
        Session.Origin origin = origin(request, "");
        Connections connections = door().shared().connections();
        connections.checkPlace();
        mount.check(origin.address());
        String key = connections.key();
        Map<String, String> query = new HashMap<>(query(request));
        query.put(SESSION, key);
        PollingConnection.Terms terms = new PollingConnection.Terms(key, Payloads.of(query.get("EIO")));
        ForeignTalk.Target target = new ForeignTalk.Target("", query::get);
        PollingConnection session = new PollingConnection(door().names().get(), terms, door().shared(), connection -> new ForeignTalk(connection, mount, origin, target));
        session.talk().begin();
        connections.add(session);
        poll(request, session);
    }

    private void goOn(HttpServletRequest request, PollingConnection session) throws IOException {
        if ("GET".equals(request.getMethod())) {
            poll(request, session);
        } else {
            HttpCommand.begin(request, door().shared().limits().message(), body -> {
                session.said(new String(body, StandardCharsets.UTF_8));
                return context -> write(context, "text/html", "ok");
            }, door().shared());
        }
    }

    private void poll(HttpServletRequest request, PollingConnection session) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        session.poll(body -> write(context, TEXT, body));
    }

    /** Within as much time as a body has; then the request ends. */
    private void write(AsyncContext context, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        BodyWriter writer = new BodyWriter(body, () -> complete(context));
        try {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setContentType(type + ";charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLength(body.length);
            writer.start(response.getOutputStream());
        } catch (IOException | IllegalStateException e) {
            writer.finish();
        }
        CompletableFuture.delayedExecutor(door().shared().limits().times().body().toMillis(), TimeUnit.MILLISECONDS, door().shared().executor()).execute(writer::finish);
        door().shared().usage().sent().add(body.length);
    }

    private static void complete(AsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // whoever asked is gone
        }
    }
}
