/** Bytes to frames and back: WebSocket, server-sent events, HTTP; their limits and their bounded queues. */
package almenara.transport;
