/** Tables in LibreMesh's manner, shared by the cluster: merged entry by entry, bleached by the clock. */
package almenara.sharedstate;
