package almenara.transport;

import almenara.messages.Refusal;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /}: what this node is and does. */
@WebServlet(urlPatterns = "", loadOnStartup = 1)
public class StatusServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Door door;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            door.origins().check(request, response);
            String wanted = Optional.ofNullable(request.getHeader("Accept")).orElse("") + Optional.ofNullable(request.getContentType()).orElse("");
            new Responses(response, door.shared()).summary(wanted.contains("json"), door.pages().node());
        } catch (Refusal refusal) {
            new Responses(response, door.shared()).refuse(refusal, "");
        }
    }
}
