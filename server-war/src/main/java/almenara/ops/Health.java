package almenara.ops;

import almenara.signaling.Signaling;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the caches run, the node belongs to the greater part of its cluster, and it is not being shut down. */
@Readiness
@ApplicationScoped
public class Health implements HealthCheck {

    @Inject
    Signaling signaling;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("almenara").status(signaling.isServing()).build();
    }
}
