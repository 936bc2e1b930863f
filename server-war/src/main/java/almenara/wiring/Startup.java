package almenara.wiring;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Builds the node when the application is deployed: what is wrong then stops the deployment, which a servlet's failure would not. */
@WebListener
public class Startup implements ServletContextListener {

    @Inject
    private Instance<Node> node;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        node.get();
    }
}
