/** What everybody needs who reads or writes JSON by the library. */
package almenara.json;
