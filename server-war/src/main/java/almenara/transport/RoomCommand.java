package almenara.transport;

import almenara.dialects.Native;
import almenara.messages.Command;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** A command to a room or its offer table: what the path, the head and the body of a request say together. */
record RoomCommand(RoomPath path, String from, String token, Shared shared) implements HttpCommand.Task {

    static RoomCommand of(HttpServletRequest request, RoomPath path, Shared shared) {
        String from = "offers".equals(path.verb()) ? Optional.ofNullable(request.getParameter("from")).orElse("") : "";
        return new RoomCommand(path, from, HttpCommand.bearer(request), shared);
    }

    @Override
    public Reply carryOut(byte[] body) {
        Request decoded = decode(Bodies.text(body));
        Request proved = token.isEmpty() ? decoded : new Request(decoded.ref(), "", token, decoded.command());
        return new Reply("", decoded.ref(), shared.signaling().act(path.room(), proved));
    }

    private Request decode(String body) {
        Native dialect = shared.dialect();
        if (path.verb().equals("offers")) {
            return new Request("", "", "", new Command.Offers(from));
        }
        return path.verb().isEmpty() ? dialect.decode(body) : dialect.decode(body, path.verb(), path.offer());
    }
}
