package almenara.wiring;

import almenara.transport.DialectServlet;
import almenara.transport.EngineServlet;
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
        Class<? extends DialectServlet> kind = mount.dialect().polls() ? EngineServlet.class : DialectServlet.class;
        ServletRegistration.Dynamic servlet = context.addServlet("dialect " + mount.dialect().name(), kind);
        servlet.setInitParameter(DialectServlet.DIALECT, mount.dialect().name());
        servlet.setAsyncSupported(true);
        mount.paths().forEach(path -> servlet.addMapping(path, path + "/*"));
    }
}
