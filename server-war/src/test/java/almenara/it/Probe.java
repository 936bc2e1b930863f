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
import javax.management.JMException;
import javax.management.ObjectName;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.context.Flag;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.event.CacheEntryCreatedEvent;
import org.infinispan.partitionhandling.AvailabilityMode;

/** Runs on the server beside Almenara: it does to the caches what a test can't do from outside, and tells what it sees of the JVM. */
@WebServlet("/*")
public class Probe extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String CACHES = "java:jboss/infinispan/cache/almenara/";

    @Resource(lookup = CACHES + "rooms")
    private transient Cache<String, String> rooms;
    @Resource(lookup = CACHES + "log")
    private transient Cache<String, String> log;
    @Resource(lookup = CACHES + "members")
    private transient Cache<String, String> members;
    @Resource(lookup = CACHES + "offers")
    private transient Cache<String, String> offers;

    private final transient Veto veto = new Veto();

    /** Lets no write happen. */
    @Listener
    public static final class Veto {
        @CacheEntryCreated
        public void created(CacheEntryCreatedEvent<String, String> event) {
            throw new IllegalStateException("vetoed by a test");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(switch (request.getPathInfo()) {
            case "/threads" -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().collect(Collectors.joining("\n"));
            case "/heap" -> heap();
            case "/files" -> files();
            default -> throw new IllegalArgumentException(request.getPathInfo());
        });
    }

    /** The bytes that are in use after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Object files() {
        try {
            return ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "OpenFileDescriptorCount");
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        AdvancedCache<String, String> cache = Map.of("rooms", rooms, "log", log, "members", members, "offers", offers).get(request.getParameter("cache"))
                .getAdvancedCache().withMediaType(MediaType.APPLICATION_OBJECT, MediaType.APPLICATION_OBJECT);
        switch (request.getPathInfo()) {
            case "/veto" -> cache.addListener(veto);
            case "/relent" -> cache.removeListener(veto);
            case "/availability" -> cache.setAvailability(AvailabilityMode.valueOf(request.getParameter("mode")));
            case "/put" -> cache.withFlags(Flag.SKIP_LISTENER_NOTIFICATION)
                    .put(request.getParameter("key"), request.getParameter("value"));
            case "/remove" -> cache.withFlags(Flag.SKIP_LISTENER_NOTIFICATION).remove(request.getParameter("key"));
            default -> throw new IllegalArgumentException(request.getPathInfo());
        }
    }
}
