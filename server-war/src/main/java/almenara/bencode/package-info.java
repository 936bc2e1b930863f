/** Bencode (BEP 3), in its one canonical form: what the DHT speaks, and what the records of nodes are written in. */
package almenara.bencode;
