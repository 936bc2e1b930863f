import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findChromium } from './chromium.js'

const SCRIPT = resolve(import.meta.dirname, 'nat.sh')
const FOLDER = resolve(import.meta.dirname, '../target')

export type Side = 'A' | 'B'
/** The ways into the wide area network: one for each side, and `C`, another one for the side A, which is off at first. */
export type Way = Side | 'C'
export type Nat = 'cone' | 'symmetric' | 'tcp-only'

/** Where the node and coturn are: in the wide area network between the two. */
export const WAN = { namespace: 'almenara-wan', address: '203.0.113.1' }

/** The addresses that the NATs have there. */
export const OUTSIDE: Record<Way, string> = { A: '203.0.113.11', B: '203.0.113.12', C: '203.0.113.13' }

function run(...words: string[]): { fault: string; said: string } {
  const { status, stdout, stderr, error } = spawnSync(SCRIPT, words, { encoding: 'utf8' })
  return { fault: status === 0 ? '' : stderr || (error?.message ?? `status ${status}`), said: stdout }
}

/** Makes the networks; what is told is why they can't be had here. */
export const up = (): string => run('up').fault

export const down = (): string => run('down').fault

export function setNat(way: Way, nat: Nat): void {
  order('set', way, nat)
}

/** Brings a client's link up, or takes it away with its address and its routes. */
export function setLink(way: Way, state: 'on' | 'off'): void {
  order('link', way, state)
}

/** Has the TCP of the side A take that way, whichever way all else takes. */
export function setSignalingBy(way: 'A' | 'C'): void {
  order('signaling-by', way)
}

/** How long each NAT remembers who wrote to whom over UDP, in seconds. */
export function setIdle(seconds: number): void {
  order('idle', String(seconds))
}

/** One packet from a client to a port where nobody answers. */
export function sendStray(side: Side, port: number): void {
  order('stray', side, String(port))
}

/** Who writes to whom over UDP, as far as that NAT remembers: a line for each, with `src=`, `dst=`, `sport=` and `dport=`. */
export function flows(way: Way): string[] {
  return order('flows', way).split('\n').filter((line) => line !== '')
}

function order(...words: string[]): string {
  const { fault, said } = run(...words)
  if (fault !== '') throw new Error(fault)
  return said
}

/** A program that is Chromium on that side. */
export function chromiumAt(side: Side): string {
  const program = join(FOLDER, `chromium-${side}.sh`)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec almenara-cli${side} '${findChromium()}' "$@"\n`)
  chmodSync(program, 0o755)
  return program
}
