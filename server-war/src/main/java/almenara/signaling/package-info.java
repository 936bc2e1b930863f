/** The only door into the core: sessions, and the way of a command through rooms and offers. */
package almenara.signaling;
