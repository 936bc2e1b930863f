import { MOST_SCORE } from './limits.js'

/** What browsers tell of a device, where they do. */
interface Device {
  readonly hardwareConcurrency?: number
  /** Gibibytes, 8 at most. */
  readonly deviceMemory?: number
  readonly userAgentData?: { readonly mobile: boolean }
  readonly connection?: { readonly saveData?: boolean; readonly downlink?: number; readonly type?: string }
}

const THREADS = 8
const GIBIBYTES = 8
/** Mbit/s; browsers tell no more than this. */
const DOWNLINK = 10

/**
 * How well this device can relay for others, from 0 to 1000: half by its threads and memory, half by its network. What the browser does not tell counts
 * as average; a phone counts half, for it sleeps, and a network that is paid for by volume a tenth.
 */
export function deviceScore(device: Device = globalThis.navigator as unknown as Device ?? {}): number {
  const { hardwareConcurrency: threads = THREADS / 2, deviceMemory: memory = GIBIBYTES / 2, userAgentData, connection: { saveData, downlink = DOWNLINK / 2, type } = {} } = device
  const machine = (Math.min(1, threads / THREADS) + Math.min(1, memory / GIBIBYTES)) / 2
  const network = Math.min(1, downlink / DOWNLINK) * (saveData || type === 'cellular' ? 0.1 : 1)
  return Math.round((machine + network) / 2 * (userAgentData?.mobile ? 0.5 : 1) * MOST_SCORE)
}
