package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** What an administrator does: takes the application off the server and puts it on again. */
final class Management {

    private Management() {
    }

    static void undeploy() {
        deployment("undeploy");
    }

    static void deploy() {
        deployment("deploy");
    }

    /** Takes it off, and puts it on again when that is done or has failed. */
    static void away(Runnable meanwhile) {
        undeploy();
        try {
            meanwhile.run();
        } finally {
            deploy();
        }
    }

    private static void deployment(String operation) {
        ModelNode address = Operations.createAddress("deployment", "almenara.war");
        try (ModelControllerClient client = ModelControllerClient.Factory.create(InetAddress.getByName(Server.HOST), Server.MANAGEMENT)) {
            ModelNode outcome = client.execute(Operations.createOperation(operation, address));
            assertEquals(true, Operations.isSuccessfulOutcome(outcome), outcome::toString);
        } catch (IOException e) {
            throw new AssertionError(operation, e);
        }
    }
}
