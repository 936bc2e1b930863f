package almenara.wiring;

import almenara.transport.DialectServlet;
import almenara.transport.Mount;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;

/** Builds the node when the application is deployed: what is wrong then stops the deployment, which a servlet's failure would not. The dialects get their paths. */
@WebListener
public class Startup implements ServletContextListener {

    @Inject
    private Instance<Node> node;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        node.get().door().mounts().forEach(mount -> add(event.getServletContext(), mount));
    }

    private static void add(ServletContext context, Mount mount) {
        ServletRegistration.Dynamic servlet = context.addServlet("dialect at " + mount.path(), DialectServlet.class);
        servlet.setInitParameter(DialectServlet.PATH, mount.path());
        servlet.setAsyncSupported(true);
        servlet.addMapping(mount.path(), mount.path() + "/*");
    }
}
