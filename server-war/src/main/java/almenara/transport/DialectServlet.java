package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Session;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A dialect at its path, and at any path below: WebSockets, and a plain answer. It is added where the configuration says; its parameter names the dialect. */
public class DialectServlet extends Resource {

    /** The parameter. */
    public static final String DIALECT = "dialect";

    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        if (!"GET".equals(request.getMethod())) {
            throw new Refusal(Code.METHOD_NOT_ALLOWED, "there is nothing but GET here");
        }
        Mount mount = mount();
        String below = below(Optional.ofNullable(request.getPathInfo()).orElse(""));
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            Session.Origin origin = origin(request, "");
            Map<String, String> query = query(request);
            mount.check(origin.address());
            ForeignTalk.Target target = new ForeignTalk.Target(below, query::get);
            door().upgrades().upgrade(request, response, mount.path(), connection -> new ForeignTalk(connection, mount, origin, target));
        } else {
            new Responses(response, door().shared()).page(mount.page(below, origin(request, "").address()));
        }
    }

    /** The path without slashes at either end. A pattern that looks for those at the end would look again at each slash before it. */
    static String below(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    final Mount mount() {
        return door().mount(getInitParameter(DIALECT));
    }

    /** The first value of each parameter. */
    static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
        return query;
    }
}
