/** The WAR on the real WildFly, seen from outside. */
package almenara.it;
