/** The offer table: standing WebRTC offers, and the leases by which exactly one peer answers each. */
package almenara.offers;
