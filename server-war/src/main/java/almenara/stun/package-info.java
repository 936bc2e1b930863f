/** A STUN server that tells its callers their addresses, and nothing else (RFC 8489). */
package almenara.stun;
