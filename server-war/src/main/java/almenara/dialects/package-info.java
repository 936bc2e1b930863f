/** What clients speak: a frame to a request, and a reply to a frame. The core never learns which dialect a client uses. */
package almenara.dialects;
