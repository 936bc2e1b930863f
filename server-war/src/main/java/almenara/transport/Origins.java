package almenara.transport;

import almenara.messages.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages may talk to this node, by the Origin header (RFC 6454) that browsers alone send. There are no cookies, so this keeps foreign pages off, not
 * people. CORS (WHATWG Fetch) says the same to the browser.
 */
public final class Origins {

    private static final String ANY = "*";
    private static final String DAY = "86400";

    private final Set<String> allowed;

    /** The origins, or {@code *} alone for all. */
    public Origins(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Refuses a request of a page that is not allowed, and tells the browser what is. */
    void check(HttpServletRequest request, HttpServletResponse response) {
        if (allowed.contains(ANY)) {
            response.setHeader("Access-Control-Allow-Origin", ANY);
        } else {
            Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
            response.addHeader("Vary", "Origin");
            checkNamed(request);
            origin.ifPresent(own -> response.setHeader("Access-Control-Allow-Origin", own));
        }
        response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }

    /** Refuses a request of a page that is neither of this host nor of an origin that is named: a star names none. */
    void checkNamed(HttpServletRequest request) {
        Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
        if (origin.isPresent() && (ANY.equals(origin.get()) || !allowed.contains(origin.get())) && !isOwn(origin.get(), request)) {
            throw new Refusal(Refusal.Code.FORBIDDEN_ORIGIN, "pages of this origin may not use this node, or not this of it");
        }
    }

    /** A page that this very host served. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host != null && (origin.equals("https://" + host) || origin.equals("http://" + host));
    }

    /** The answer to a preflight. */
    void preflight(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID, Accept, Cache-Control, " + HttpCommand.PROOF);
        response.setHeader("Access-Control-Max-Age", DAY);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
