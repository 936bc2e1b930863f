/** The other nodes of the mesh: their signed records, how they are found and verified, and the sample of them that a client gets. */
package almenara.nodes;
