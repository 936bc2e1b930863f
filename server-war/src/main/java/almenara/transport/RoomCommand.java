package almenara.transport;

import almenara.dialects.Native;
import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Reply;
import almenara.messages.Request;
import almenara.signaling.Session.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/** A command to a room or its offer table: what the path, the head and the body of a request say together. */
record RoomCommand(RoomPath path, Origin origin, String from, Proofs proofs, Shared shared) implements HttpCommand.Task {

    /** What stands in the head of the request: the session's token, and a payment; empty where there is none. */
    record Proofs(String token, String payment) {
    }

    static RoomCommand of(HttpServletRequest request, RoomPath path, Origin origin, Shared shared) {
        String from = "offers".equals(path.verb()) ? Optional.ofNullable(request.getParameter("from")).orElse("") : "";
        return new RoomCommand(path, origin, from, new Proofs(HttpCommand.bearer(request), HttpCommand.payment(request)), shared);
    }

    @Override
    public Reply carryOut(byte[] body) {
        String text = Bodies.text(body);
        Request decoded = decode(text);
        Request proved = proofs.token().isEmpty() ? decoded : new Request(decoded.ref(), "", proofs.token(), decoded.command());
        return new Reply("", decoded.ref(), shared.signaling().act(origin, new Batch(proofs.payment(), text, List.of(proved))));
    }

    private Request decode(String body) {
        Native dialect = shared.dialect();
        if (path.verb().equals("offers")) {
            return new Request("", "", "", new Command.Offers(from));
        }
        return path.verb().isEmpty() ? dialect.decode(body) : dialect.decode(body, path.verb(), path.offer());
    }
}
