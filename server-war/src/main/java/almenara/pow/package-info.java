/** What a node asks in work for what it does: signed price quotes, proofs, and the law by which the price follows the load. */
package almenara.pow;
