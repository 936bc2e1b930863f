/** What an operator sees: metrics, health, the status page. */
package almenara.ops;
