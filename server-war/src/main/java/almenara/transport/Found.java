package almenara.transport;

import almenara.bencode.Decoder;
import almenara.dht.store.Item;

/** An author's item as it was found in the DHT, or put there: its number, its signature, and its value in bencode. (In bytes: a tree of values takes some thirty times as much memory.) */
record Found(long seq, byte[] signature, byte[] value) {

    static Found of(Item.Mutable item) {
        return new Found(item.seq(), item.signature(), item.value().encode());
    }

    Item.Mutable by(Item.Author author) {
        return new Item.Mutable(author, seq, signature, Decoder.decode(value));
    }
}
