/** The messages of the Mainline DHT (KRPC, BEP 5, 32, 42, 43), node ids, and what stands in them for addresses. */
package almenara.dht.krpc;
