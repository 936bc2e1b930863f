/** Credentials for TURN servers, and which these are. */
package almenara.turn;
