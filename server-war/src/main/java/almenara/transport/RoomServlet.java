package almenara.transport;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Request;
import almenara.signaling.Session;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Everything about a room on its one URL: WebSocket, server-sent events, posts, the offer table, and the summary for people. */
@WebServlet(urlPatterns = "/room/*", asyncSupported = true, loadOnStartup = 1)
public class RoomServlet extends Resource {

    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        RoomPath path = RoomPath.parse(request.getMethod(), request.getPathInfo());
        if (!path.verb().isEmpty()) {
            HttpCommand.begin(request, command(request, path), door().shared());
        } else {
            room(request, response, path);
        }
    }

    private void room(HttpServletRequest request, HttpServletResponse response, RoomPath path) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "POST" -> HttpCommand.begin(request, command(request, path), door().shared());
            case "GET" -> get(request, response, path);
            default -> throw new Refusal(Code.METHOD_NOT_ALLOWED, "a room knows GET and POST");
        }
    }

    private void get(HttpServletRequest request, HttpServletResponse response, RoomPath path) throws ServletException, IOException {
        String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            door().shared().signaling().checkServing();
            Session.Origin origin = origin(request, path.room());
            door().upgrades().upgrade(request, response, "/room", connection -> new NativeTalk(connection, origin));
        } else if (accept.contains("text/event-stream")) {
            door().shared().signaling().checkServing();
            stream(request, response, path);
        } else {
            new Responses(response, door().shared()).summary(accept.contains("json"), door().pages().room(path.room()));
        }
    }

    private RoomCommand command(HttpServletRequest request, RoomPath path) {
        return RoomCommand.of(request, path, origin(request, path.room()), door().shared());
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, RoomPath path) throws IOException {
        Command first = resumption(request).map(Command.class::cast).orElseGet(() -> new Command.Join(HttpCommand.proof(request)));
        door().shared().signaling().examine(origin(request, path.room()), first);
        Connections connections = door().shared().connections();
        connections.checkPlace();
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        try {
            SseConnection connection = new SseConnection(context, door().names().get(), origin(request, path.room()), door().shared());
            connections.add(connection);
            connection.start();
            connection.greet();
            connection.handle(new Batch(HttpCommand.payment(request), "", List.of(new Request("", "", "", first))));
        } catch (Refusal refusal) {
            new Responses(response, door().shared()).refuse(refusal, "");
            context.complete();
        }
    }

    /** The session that a stream continues: {@code Last-Event-ID} holds epoch, offset and, unless it stands in Authorization, the token. */
    static Optional<Command.Resume> resumption(HttpServletRequest request) {
        String last = request.getHeader("Last-Event-ID");
        if (last == null || last.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = last.split("\\.", 3);
        String token = parts.length == 3 ? parts[2] : HttpCommand.bearer(request);
        try {
            return Optional.of(new Command.Resume(token, new Position(parts[0], Long.parseLong(parts[1])), HttpCommand.proof(request)));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new Refusal(Code.BAD_MESSAGE, "Last-Event-ID is epoch.offset.token");
        }
    }
}
