package almenara.nodes;

import java.util.List;
import java.util.Optional;

/** A public place where nodes leave their records and find those of others, such as the DHT. It promises nothing: anybody may write there. Calls may take their time. */
public interface Directory {

    /** Whether it can be used by now. Asked before each look-up. */
    boolean isOpen();

    /** Leaves our record there, in the place of older ones, and keeps it there. Called before each look-up, while it is open. */
    void publish(Item own);

    /** Keeps nothing there any more: another server of the cluster does. */
    void withdraw();

    /** What others have left there, in no order. */
    List<Item> discover();

    /** The newest record of that key (32 bytes) that is there. */
    Optional<Item> find(byte[] key);
}
