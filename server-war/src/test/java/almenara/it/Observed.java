package almenara.it;

import almenara.sharedstate.TableChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An extension of the WAR that hears of changed tables, and tells of them at {@code /observed}. */
@WebServlet("/observed")
public class Observed extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private Ear ear;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write(ear.heard().toString());
    }

    /** What was heard. */
    @ApplicationScoped
    public static class Ear {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        public void hear(@Observes TableChanged change) {
            heard.add(change.table().key() + change.entries().keySet());
        }

        public List<String> heard() {
            return heard;
        }
    }
}
