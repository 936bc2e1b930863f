package almenara.wiring;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;

/**
 * Ends the node while its clients can still be told. Listeners hear of the end in reverse order, and the container's own closes all WebSockets at once; only
 * a listener that is added here stands behind it and is asked first.
 */
public class Shutdown implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        context.addListener(Last.class);
    }

    /** The listener that comes last, and ends first. */
    public static class Last implements ServletContextListener {

        @Inject
        private Instance<Node> node;

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            node.get().close();
        }
    }
}
