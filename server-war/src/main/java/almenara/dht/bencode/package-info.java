/** Bencode (BEP 3), in its one canonical form. */
package almenara.dht.bencode;
