/** A node of the Mainline DHT (BEP 5, 32, 42, 43, 44): no sockets, no threads, no clocks of its own. */
package almenara.dht;
