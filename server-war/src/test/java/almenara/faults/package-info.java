/** A cluster of real nodes, what is done to it, what its clients see of that, and a checker that compares it with what docs/protocol.md promises. */
package almenara.faults;
