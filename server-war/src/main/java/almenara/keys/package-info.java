/** Ed25519 keys (RFC 8032), hashes and message authentication codes, by what the JDK has. */
package almenara.keys;
