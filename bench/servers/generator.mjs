// The load generator: a process of Java (load/), driven by lines.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { folder, here, jdk } from './places.mjs'

const classes = join(folder, 'load')

/** Compiles it; takes two seconds. */
export function build() {
  mkdirSync(classes, { recursive: true })
  const sources = readdirSync(join(here, 'load')).map((name) => join(here, 'load', name))
  execFileSync(join(jdk, 'bin/javac'), ['--release', '21', '-Xlint:all', '-Werror', '-d', classes, ...sources], { stdio: 'inherit' })
}

const words = (values) => Object.entries(values).map(([name, value]) => `${name}=${value}`).join(' ')

/** One crowd of clients. Whatever was lost, came twice, in a wrong order or to the wrong one is in the `trouble` of an answer. */
export class Generator {
  #process
  #answers

  constructor() {
    this.#process = spawn(join(jdk, 'bin/java'), ['-Xmx2g', '-Xms256m', '-XX:+UseSerialGC', '-cp', classes, 'load.Main'], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  get pid() {
    return this.#process.pid
  }

  /** Seats all clients: `servers` are URLs, the connections take them in turns. */
  open(protocol, servers, { rooms, members, connections = rooms * members }) {
    return this.#ask('open', { protocol, servers: servers.join(','), rooms, members, connections })
  }

  /** Does nothing but answer pings. */
  idle(seconds) {
    return this.#ask('idle', { millis: Math.round(seconds * 1000) })
  }

  /** Sends so many messages a second, or, with a rate of 0, as many as go, while so many deliveries at most are under way. */
  talk({ rate = 0, seconds, window = 256 }) {
    return this.#ask('talk', { rate, seconds, window })
  }

  async end() {
    if (this.#process.exitCode !== null) return
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.stdin.end()
    await ended
  }

  async #ask(command, values) {
    this.#process.stdin.write(`${command} ${words(values)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error(`the load generator has ended at: ${command} ${words(values)}`)
    return JSON.parse(value)
  }
}
