package almenara.transport;

import almenara.dialects.Native;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Reply;
import almenara.signaling.Asker;
import almenara.signaling.Session.Origin;
import almenara.signaling.Tally;
import almenara.signaling.Tally.What;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /token}: a credential for the TURN servers. */
@WebServlet(urlPatterns = "/token", asyncSupported = true, loadOnStartup = 1)
public class TokenServlet extends Resource {

    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"POST".equals(request.getMethod())) {
            throw new Refusal(Code.METHOD_NOT_ALLOWED, "a credential is asked for with POST");
        }
        String payment = HttpCommand.payment(request);
        String bearer = HttpCommand.bearer(request);
        Origin nowhere = origin(request, "");
        HttpCommand.begin(request, body -> {
            Native.Who who = door().shared().dialect().who(Bodies.text(body));
            String token = bearer.isEmpty() ? who.token() : bearer;
            return new Reply("", who.ref(), grant(new Asker(payment, body, nowhere.in(who.room()), token)));
        }, door().shared());
    }

    private Event grant(Asker asker) {
        Tally tally = door().shared().tally();
        try {
            Event granted = door().tokens().ask(asker);
            tally.count(What.TURN_CREDENTIAL);
            return granted;
        } catch (Refusal refusal) {
            tally.count(What.TURN_REFUSAL);
            throw refusal;
        }
    }
}
