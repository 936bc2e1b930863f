// The servers of others, each as its own command starts it, with bounds and time-outs that leave the clients of the bench alone.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { residentOf, cpuOf } from '../process.mjs'
import { bench, here } from './places.mjs'
import { until } from './until.mjs'

const modules = join(bench, 'node_modules')
const version = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version
const A_DAY_MS = String(24 * 3600 * 1000)
const PATIENCE_MS = 10_000

const DEFINITIONS = {
  peerjs: {
    name: `PeerServer ${version('peer')}`, port: 28101, path: '/',
    command: [join(modules, 'peer/dist/bin/peerjs.js'), '--host', '127.0.0.1', '--port', '28101', '--concurrent_limit', '100000', '--alive_timeout', A_DAY_MS],
  },
  'y-webrtc': { name: `y-webrtc server ${version('y-webrtc')}`, port: 28102, path: '/', command: [join(modules, 'y-webrtc/bin/server.js')], env: { PORT: '28102' } },
  tracker: { name: `bittorrent-tracker ${version('bittorrent-tracker')}`, port: 28103, path: '/', command: [join(here, 'tracker.mjs'), '28103'] },
  star: {
    name: `webrtc-star server ${version('@libp2p/webrtc-star-signalling-server')}`, port: 28104, path: '/socket.io/',
    command: [join(modules, '@libp2p/webrtc-star-signalling-server/bin/index.js'), '--host', '127.0.0.1', '--port', '28104', '--disable-metrics'],
  },
}

const listens = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1')
  socket.once('connect', () => resolve(true) ?? socket.destroy())
  socket.once('error', () => resolve(false))
})

/** A running server: `urls(path)` are those for its clients; `cores` is how many it can use. */
export async function startReference(protocol) {
  const { name, port, path, command, env } = DEFINITIONS[protocol]
  if (await listens(port)) throw new Error(`port ${port} is in use`)
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  await until(() => child.exitCode !== null || listens(port), `${name} listens`, PATIENCE_MS)
  if (child.exitCode !== null) throw new Error(`${name} has ended with ${child.exitCode}`)
  return {
    name, cores: 1,
    urls: () => [`http://127.0.0.1:${port}${path}`],
    cpu: () => cpuOf(child.pid),
    resident: () => residentOf(child.pid),
    heap: () => undefined,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.kill()) await ended
    },
  }
}
