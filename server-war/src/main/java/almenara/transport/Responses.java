package almenara.transport;

import almenara.dialects.Native;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What goes back over plain HTTP. */
final class Responses {

    private static final long MILLIS = 1000;

    private Responses() {
    }

    static void json(HttpServletResponse response, int status, String text) throws IOException {
        write(response, status, "application/json", text);
    }

    /** The page or its data, whichever was asked for. */
    static void summary(HttpServletResponse response, boolean json, Pages.Page page) throws IOException {
        response.addHeader("Vary", "Accept");
        int status = page.serves() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        if (json) {
            json(response, status, page.json());
        } else {
            response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'");
            write(response, status, "text/html", page.html());
        }
    }

    /** {@code ref} is that of the command as JSON text, empty when there is none. */
    static void refuse(HttpServletResponse response, Refusal refusal, Native dialect, String ref) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (refusal.retryAfterMillis() > 0) {
            response.setHeader("Retry-After", Long.toString(Math.ceilDiv(refusal.retryAfterMillis(), MILLIS)));
        }
        if (refusal.price().isPresent()) {
            response.setHeader("WWW-Authenticate", "PoW");
        }
        json(response, refusal.code().status(), dialect.encode(new Reply("", ref, new Event.Refused(refusal))));
    }

    private static void write(HttpServletResponse response, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type + ";charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
