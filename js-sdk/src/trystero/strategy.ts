import { createTopicStrategy, type JoinRoom, type JoinRoomConfig } from '@trystero-p2p/core'
import { type Backoff, fullJitter } from '../backoff.js'
import { systemClock } from '../clock.js'
import { AlmenaraError, misuse } from '../errors.js'
import { REDUNDANCY } from './limits.js'
import { Nodes } from './nodes.js'
import { type Parts, Relay } from './relay.js'

/** What is given to tests, and is the platform's otherwise. */
export interface StrategyOptions {
  readonly backoff?: Backoff
  readonly webSocket?: typeof WebSocket
  readonly warn?: (text: string) => void
}

/** A way into the rooms of Trystero, and the connections that it has. */
export interface Strategy {
  readonly joinRoom: JoinRoom<JoinRoomConfig>
  readonly getRelaySockets: () => Record<string, WebSocket>
}

/** The URL of a relay for a WebSocket; throws `misuse` for what is none. */
function relayUrl(given: string): string {
  const href = hrefOf(given)
  if (!/^(https?|wss?):[^#]*$/.test(href)) throw misuse(`"${given}" is no relay: pass URLs such as wss://node.example.org/trystero in relayConfig.urls.`)
  return href.replace(/^http/, 'ws')
}

/** In its one form; nothing where it is none. */
function hrefOf(url: string): string {
  try {
    return new URL(url).href
  } catch {
    return ''
  }
}

/** How many nodes are connected to at a time, and which there are. */
function read(config: JoinRoomConfig | undefined): { urls: string[]; relays: number } {
  const { urls: given, redundancy: relays = REDUNDANCY } = config?.relayConfig ?? {}
  const urls = [...new Set(Array.isArray(given) ? given.map(relayUrl) : [])]
  if (urls.length === 0) throw misuse('Name the nodes: relayConfig.urls holds the URLs of their relays, such as wss://node.example.org/trystero.')
  if (!Number.isInteger(relays) || relays < 1) throw misuse('relayConfig.redundancy is a number of nodes, 1 or more.')
  return { urls, relays: Math.min(relays, urls.length) }
}

function partsOf({ backoff, webSocket }: StrategyOptions): Parts {
  const platform = webSocket ?? (globalThis as { WebSocket?: typeof WebSocket }).WebSocket
  if (!platform) throw new AlmenaraError('unsupported', 'There is no WebSocket here.')
  return { clock: systemClock, backoff: backoff ?? fullJitter(), webSocket: platform }
}

/** Who is told that no node can be reached. */
function warningOf({ relayConfig }: JoinRoomConfig, { warn }: StrategyOptions): (text: string) => void {
  return relayConfig?.warnOnRelayFailure === false ? () => {} : warn ?? ((text) => { console.warn(text) })
}

/** @internal */
export function createAlmenaraStrategy(options: StrategyOptions = {}): Strategy {
  const relays = new Set<Relay>()
  const hurry = (): void => relays.forEach((relay) => relay.hurry())
  const join = createTopicStrategy<Relay, JoinRoomConfig>({
    init(config) {
      relays.clear()
      const { urls, relays: count } = read(config)
      const parts = partsOf(options)
      const nodes = new Nodes(urls, warningOf(config, options))
      for (let number = 0; number < count; number++) relays.add(new Relay(nodes, parts))
      globalThis.addEventListener?.('online', hurry)
      return [...relays]
    },
    subscribeTopic: (relay, topic, onMessage) => relay.subscribe(topic, onMessage),
    publishTopic(relay, topic, message, { kind }) {
      if (kind === 'announce') relay.announce(topic, message)
      else relay.publish(topic, message)
    },
    unpublishTopic: (relay, topic) => relay.withdraw(topic),
  })
  return {
    joinRoom(config, ...rest) {
      read(config)
      partsOf(options)
      return join(config, ...rest)
    },
    getRelaySockets: () => Object.fromEntries([...relays].flatMap(({ url, socket }) => socket ? [[url, socket]] : [])),
  }
}
