package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What an operator sets is what the node does, and a mistake stops the deployment. */
@ArquillianTest
class SettingsIT {

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "wrong", managed = false, testable = false)
    static WebArchive wrong() {
        return Wars.named("wrong.war", "room-member=5", "room-members=1", "grace-seconds=200", "anonymous-posts=maybe", "ice-urls=http://example.org",
                "trusted-proxies=10.0.0.0/33", "allowed-origins=example.org", "log-entries=many", "turn-secrets=hush-hush");
    }

    @Deployment(name = "right", managed = false, testable = false)
    static WebArchive right() {
        return Wars.almenara("node-name=lighthouse", "ice-urls=stun:stun.example.org:3478,stun:two.example.org", "anonymous-posts=false",
                "message-bytes=4096", "log-bytes=65536", "queue-messages=64", "resume-seconds=60", "grace-seconds=7", "drain-seconds=0");
    }

    @Test
    void anUnknownNameAndEveryWrongValueAreNamedWhenTheDeploymentFails() {
        Exception failure = assertThrows(Exception.class, () -> deployer.deploy("wrong"));
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        for (String fault : List.of("almenara.room-member is not a setting", "almenara.room-members is a whole number from 2 to 1000, not '1'",
                "almenara.grace-seconds is less than almenara.resume-seconds", "almenara.anonymous-posts is true or false, not 'maybe'",
                "almenara.ice-urls holds stun: URLs", "almenara.trusted-proxies holds addresses", "almenara.allowed-origins holds origins",
                "almenara.log-entries is a whole number from 40 to 10000, not 'many'")) {
            assertTrue(text.toString().contains(fault), () -> fault + " is not in " + text);
        }
        assertFalse(text.toString().contains("hush"), "a secret is told");
        assertEquals(404, Http.get("/").status(), "nothing serves");
    }

    @Test
    void whatIsSetIsWhatClientsMeet() {
        deployer.deploy("right");
        String room = Server.room();
        try (Client client = Client.join(room)) {
            JsonObject joined = client.joined();
            assertEquals("lighthouse", joined.getString("node"));
            assertEquals("{\"message\":4096,\"queue\":64,\"resume\":60,\"grace\":7}", joined.getJsonObject("limits").toString());
            assertEquals("[{\"urls\":\"stun:stun.example.org:3478\"},{\"urls\":\"stun:two.example.org\"}]", joined.getJsonArray("iceServers").toString());
            assertEquals(401, Http.post("/room/" + room, "", "'type':'signal','data':1").status(), "anonymous posts are switched off");
            assertTrue(recoveredAfter(32), "the log keeps 65,536 characters");
            assertFalse(recoveredAfter(33), "and not more");
            assertEquals("lighthouse", Http.get("/", "Accept", "application/json").json().getString("node"));
        } finally {
            deployer.undeploy("right");
        }
    }

    /** Whether somebody who has missed so many signals of 2,000 characters can go on. */
    private static boolean recoveredAfter(int signals) {
        String room = Server.room();
        try (Client other = Client.join(room); Client client = Client.join(room)) {
            other.next("peer-joined");
            client.cut();
            for (int i = 0; i < signals; i++) {
                other.done("'type':'signal','data':'" + "x".repeat(1998) + "'");
            }
            try (Client again = Client.connect(room)) {
                return Client.resume(again, client.joined(), client.joined().getInt("offset")).getBoolean("recovered");
            }
        }
    }
}
