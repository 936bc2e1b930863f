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
 * that says nothing more would hold a connection that no limit of ours counts.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class BodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String CONNECTION = "Connection";
    /** Later versions have no such header. */
    private static final String HTTP_1 = "HTTP/1.";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (announces(request)) {
            response.setHeader(CONNECTION, "close");
        }
        chain.doFilter(request, response);
    }

    /** The body has come to its end. */
    static void read(HttpServletRequest request, HttpServletResponse response) {
        if (announces(request)) {
            response.setHeader(CONNECTION, "keep-alive");
        }
    }

    private static boolean announces(HttpServletRequest request) {
        return request.getProtocol().startsWith(HTTP_1) && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null);
    }
}
