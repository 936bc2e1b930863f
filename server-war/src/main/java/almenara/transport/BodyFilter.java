package almenara.transport;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A request that announces a body ends its connection unless the body is read: after the answer the container would wait for the rest of it for ever (Undertow 2.3), so that a client
 * that says nothing more would hold a thread, or a connection that no limit of ours counts.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class BodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String CONNECTION = "Connection";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (isConcerned(request)) {
            response.setHeader(CONNECTION, "close");
        }
        chain.doFilter(request, response);
    }

    /** The body has come to its end. */
    static void read(HttpServletRequest request, HttpServletResponse response) {
        if (isConcerned(request)) {
            response.setHeader(CONNECTION, "keep-alive");
        }
    }

    /** Later versions of HTTP have no such header. */
    private static boolean isConcerned(HttpServletRequest request) {
        return Bodies.isAnnounced(request) && request.getProtocol().startsWith("HTTP/1.");
    }
}
