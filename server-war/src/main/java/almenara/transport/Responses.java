package almenara.transport;

import almenara.dialects.Dialect;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What goes back over plain HTTP. */
record Responses(HttpServletResponse response, Shared shared) {

    private static final long MILLIS = 1000;

    void json(int status, String text) throws IOException {
        write(status, "application/json", text);
    }

    void text(String text) throws IOException {
        write(HttpServletResponse.SC_OK, "text/plain", text);
    }

    void page(Dialect.Page page) throws IOException {
        write(page.status(), page.type(), page.text());
    }

    /** The page or its data, whichever was asked for. */
    void summary(boolean json, Pages.Page page) throws IOException {
        response.addHeader("Vary", "Accept");
        int status = page.serves() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        if (json) {
            json(status, page.json());
        } else {
            response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'");
            write(status, "text/html", page.html());
        }
    }

    /** {@code ref} is that of the command as JSON text, empty when there is none. */
    void refuse(Refusal refusal, String ref) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (refusal.retryAfterMillis() > 0) {
            response.setHeader("Retry-After", Long.toString(Math.ceilDiv(refusal.retryAfterMillis(), MILLIS)));
        }
        if (refusal.price().isPresent()) {
            response.setHeader("WWW-Authenticate", "PoW");
        }
        json(refusal.code().status(), shared.dialect().encode(new Reply("", ref, new Event.Refused(refusal))));
    }

    private void write(int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type + ";charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        shared.usage().sent().add(bytes.length);
    }
}
