/** How often somebody may do something. */
package almenara.limits;
