/** Settings, and how everything is put together. */
package almenara.wiring;
