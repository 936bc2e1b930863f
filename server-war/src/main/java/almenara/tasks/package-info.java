/** How work is put in order. */
package almenara.tasks;
