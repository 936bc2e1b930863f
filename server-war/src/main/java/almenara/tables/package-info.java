/** The ports to what the cluster shares: replicated tables and the list of living nodes, with their twins in memory. */
package almenara.tables;
