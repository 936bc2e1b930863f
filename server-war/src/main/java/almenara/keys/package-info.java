/** Ed25519 keys (RFC 8032), by what the JDK has. */
package almenara.keys;
