package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.transport.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A node with a neighbour, a hook (both are a router here) and an observer of its own. */
@ArquillianTest
class NeighbourIT {

    private static final Router ROUTER = new Router();
    private static final Router HOOK = new Router();
    private static final String PATH = "/cgi-bin/shared-state/bat-hosts";

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("state-tables=bat-hosts", "state-neighbours=" + ROUTER.address() + "/", "state-hooks=" + HOOK.address() + "/hook",
                "state-exchange-seconds=1", "state-posts=6000", "drain-seconds=0").addClasses(Observed.class, Observed.Ear.class);
    }

    private static void post(String path, String table) {
        assertEquals(200, Http.send("POST", URI.create(path), Server.object(table).getBytes(StandardCharsets.UTF_8)).status());
    }

    @Test
    void aTableComesFromTheNeighbourAndGoesThereAndWhoWantsToHearsOfIt() {
        post(ROUTER.address() + "/bat-hosts", "'theirs':{'bleachTTL':30,'author':'router','data':1}");
        Server.await("the neighbour's entry is here", () -> Http.send("POST", Server.http(PATH), new byte[0]).json().containsKey("theirs"));
        post(Server.http(PATH).toString(), "'ours':{'bleachTTL':30,'author':'page','data':2}");
        Server.await("our entry is there", () -> ROUTER.table("bat-hosts").containsKey("ours"));
        Server.await("the hook has all of it", () -> HOOK.table("hook").size() == 2);
        assertEquals(2, HOOK.table("hook").getJsonObject("ours").getInt("data"));
        Server.await("the observer has heard of all of it", () -> Http.get("/observed").body().contains("classic/bat-hosts[ours, theirs]"));
    }
}
