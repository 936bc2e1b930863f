/** Rooms that are on several clusters at once: what each writes about its own peers into a shared-state table, and reads of the others'. */
package almenara.guests;
