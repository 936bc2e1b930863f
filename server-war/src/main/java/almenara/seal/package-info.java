/** Who joins a room with a secret, and as whom: challenges of this cluster, and proofs that answer them. The secret itself is never seen here. */
package almenara.seal;
