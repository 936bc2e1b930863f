package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Session;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** What every path does: it keeps foreign pages off, answers their browsers' preflight, and makes an answer of whatever stands against a request. */
abstract class Resource extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Door door;

    /** Answers a request of a page, or of a program, that may come in. */
    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;

    Door door() {
        return door;
    }

    /** Where the request comes from and what it has called, for that room. */
    final Session.Origin origin(HttpServletRequest request, String room) {
        String caller = door.addresses().caller(request);
        return new Session.Origin(room, host(request), Addresses.prefix(caller), Addresses.key(caller));
    }

    /** The host of the URL as a client of the web writes it: without the port where that is the usual one. */
    static String host(HttpServletRequest request) {
        String usual = request.isSecure() ? ":443" : ":80";
        String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
        return host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            door.origins().check(request, response);
            if ("OPTIONS".equals(request.getMethod())) {
                door.origins().preflight(response);
                return;
            }
            if (!"POST".equals(request.getMethod())) {
                Bodies.checkNoForm(request);
            }
            if ("GET".equals(request.getMethod())) {
                Bodies.checkNone(request);
            }
            answer(request, response);
        } catch (Refusal refusal) {
            new Responses(response, door.shared()).refuse(refusal, "");
        } catch (RuntimeException e) {
            getServletContext().log("a request failed by our fault", e);
            Refusal fault = new Refusal(Code.INTERNAL, "this is our fault; the log of the node says more");
            new Responses(response, door.shared()).refuse(fault, "");
        }
    }
}
