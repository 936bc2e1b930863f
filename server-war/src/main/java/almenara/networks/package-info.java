/** IP addresses in numbers, and ranges of them. */
package almenara.networks;
