package almenara.cluster;

import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryExpired;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.annotation.DataRehashed;
import org.infinispan.notifications.cachelistener.annotation.PartitionStatusChanged;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachelistener.event.DataRehashedEvent;
import org.infinispan.notifications.cachelistener.event.PartitionStatusChangedEvent;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.partitionhandling.AvailabilityMode;

/** What Infinispan calls. The two kinds differ in their annotation alone. */
public final class Listeners {

    private Listeners() {
    }

    /** The calls that both kinds take. */
    public abstract static class Notified {
        private final Relay relay;

        Notified(Relay relay) {
            this.relay = relay;
        }

        @CacheEntryCreated
        @CacheEntryModified
        public void stored(CacheEntryEvent<String, String> event) {
            relay.stored(event.getKey(), event.getValue());
        }

        @CacheEntryRemoved
        @CacheEntryExpired
        public void gone(CacheEntryEvent<String, String> event) {
            relay.gone(event.getKey());
        }
    }

    /** Hears of every write that this node gets a copy of. */
    @Listener(observation = Listener.Observation.POST)
    public static final class Local extends Notified {
        Local(Relay relay) {
            super(relay);
        }
    }

    /** Hears of every write in the cluster, wherever its copies are. */
    @Listener(clustered = true, observation = Listener.Observation.POST)
    public static final class Clustered extends Notified {
        Clustered(Relay relay) {
            super(relay);
        }
    }

    /** Who wants to know of the end of a transfer of state. */
    interface TransferEnd {

        /** {@code cameIn}: this node was not among the holders before; it was new, or had been given up by the others. */
        void ended(boolean cameIn);
    }

    /** Hears when state has been transferred. */
    @Listener(observation = Listener.Observation.POST)
    public static final class Transfers {
        private final TransferEnd listener;

        Transfers(TransferEnd listener) {
            this.listener = listener;
        }

        @DataRehashed
        public void ended(DataRehashedEvent<String, String> event) {
            listener.ended(!event.getMembersAtStart().contains(event.getCache().getCacheManager().getAddress()));
        }
    }

    /** Hears when the cache of this node is cut off, before a call can hear of it. */
    @Listener(observation = Listener.Observation.PRE)
    public static final class Partitions {
        private final Runnable cutOff;

        Partitions(Runnable cutOff) {
            this.cutOff = cutOff;
        }

        @PartitionStatusChanged
        public void changed(PartitionStatusChangedEvent<String, String> event) {
            if (event.getAvailabilityMode() != AvailabilityMode.AVAILABLE) {
                cutOff.run();
            }
        }
    }

    /** Hears when this node does not hold the cache any more: the others, who had given it up, are back, and their state will come. */
    @Listener(observation = Listener.Observation.POST)
    public static final class Losses {
        private final Runnable lost;

        Losses(Runnable lost) {
            this.lost = lost;
        }

        @TopologyChanged
        public void changed(TopologyChangedEvent<String, String> event) {
            if (!event.getWriteConsistentHashAtEnd().getMembers().contains(event.getCache().getCacheManager().getAddress())) {
                lost.run();
            }
        }
    }
}
