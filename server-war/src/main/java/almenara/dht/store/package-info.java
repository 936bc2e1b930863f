/** What a node of the DHT keeps for others. */
package almenara.dht.store;
