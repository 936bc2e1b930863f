/** Which nodes of the DHT a node knows. */
package almenara.dht.routing;
