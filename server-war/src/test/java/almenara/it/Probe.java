package almenara.it;

import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.infinispan.Cache;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.notifications.cachelistener.CacheNotifier;
import org.infinispan.notifications.impl.AbstractListenerImpl;
import org.infinispan.partitionhandling.AvailabilityMode;

/** Runs on the server beside Almenara: it does to the caches what a test can't do from outside, and tells what it sees of the JVM. */
@WebServlet("/*")
public class Probe extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String CACHES = "java:jboss/infinispan/cache/almenara/";

    @Resource(lookup = CACHES + "nodes")
    private transient Cache<String, String> nodes;
    @Resource(lookup = CACHES + "rooms")
    private transient Cache<String, String> rooms;
    @Resource(lookup = CACHES + "log")
    private transient Cache<String, String> log;
    @Resource(lookup = CACHES + "members")
    private transient Cache<String, String> members;
    @Resource(lookup = CACHES + "offers")
    private transient Cache<String, String> offers;

    private Stream<Cache<String, String>> caches() {
        return Stream.of(nodes, rooms, log, members, offers);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(switch (request.getPathInfo()) {
            case "/threads" -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().collect(Collectors.joining("\n"));
            case "/listeners" -> caches().mapToInt(Probe::listeners).sum();
            case "/heap" -> heap();
            default -> throw new IllegalArgumentException(request.getPathInfo());
        });
    }

    private static int listeners(Cache<?, ?> cache) {
        return ((AbstractListenerImpl<?, ?>) ComponentRegistry.componentOf(cache, CacheNotifier.class)).getListeners().size();
    }

    /** The bytes that are in use after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        switch (request.getPathInfo()) {
            case "/availability" -> {
                AvailabilityMode mode = AvailabilityMode.valueOf(request.getParameter("mode"));
                caches().forEach(cache -> cache.getAdvancedCache().setAvailability(mode));
            }
            case "/put" -> Map.of("rooms", rooms, "log", log, "members", members, "offers", offers)
                    .get(request.getParameter("cache")).put(request.getParameter("key"), request.getParameter("value"));
            default -> throw new IllegalArgumentException(request.getPathInfo());
        }
    }
}
