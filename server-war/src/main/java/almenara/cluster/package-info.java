/** The ports of {@link almenara.tables} over Infinispan. */
package almenara.cluster;
