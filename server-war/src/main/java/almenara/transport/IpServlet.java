package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.networks.Literals;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /ip}: the address that a caller has from here. Nobody is ever told another's. */
@WebServlet(urlPatterns = "/ip", loadOnStartup = 1)
public class IpServlet extends Resource {

    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"GET".equals(request.getMethod())) {
            throw new Refusal(Code.METHOD_NOT_ALLOWED, "an address can only be asked for, with GET");
        }
        String address = Literals.canonical(Literals.bytes(door().addresses().caller(request)));
        response.addHeader("Vary", "Accept");
        if (Optional.ofNullable(request.getHeader("Accept")).orElse("").contains("json")) {
            new Responses(response, door().shared()).json(HttpServletResponse.SC_OK, "{\"ip\":\"" + address + "\"}");
        } else {
            new Responses(response, door().shared()).text(address + "\n");
        }
    }
}
