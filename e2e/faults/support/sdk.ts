import { WebSocket } from 'ws'

type Sdk = typeof import('../../../js-sdk/src/index.js')

/** The SDK as it is built for users. ./run builds it when it is stale. */
export async function loadSdk(): Promise<Sdk> {
  return await import(new URL('../../../js-sdk/dist/almenara.js', import.meta.url).href) as Sdk
}

/** What Node 20 lacks. */
export const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
