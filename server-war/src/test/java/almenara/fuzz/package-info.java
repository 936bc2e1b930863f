/** What fuzz tests have in common: their seeds, and the short run of all of them. The tests stand beside what they look at. */
package almenara.fuzz;
