package almenara.nodes;

import java.util.List;

/** A public place where nodes leave their records and find those of others, such as the DHT. It promises nothing: anybody may write there. */
public interface Directory {

    /** Leaves our record there, in the place of older ones. Called every ten minutes. */
    void publish(Item own);

    /** What others have left there, in no order. */
    List<Item> discover();
}
