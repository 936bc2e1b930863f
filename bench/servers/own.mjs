// Our own nodes, started by ./run, and the floor: a WAR of two classes in the same WildFly.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cpuOf, residentOf } from '../process.mjs'
import { folder, here, jdk, root } from './places.mjs'
import { FLOOR, OWN } from './report.mjs'
import { until } from './until.mjs'

const PORT = 28080
const DEPLOYMENT_MS = 60_000
const run = promisify(execFile)

/** Nobody pays, nobody is pinged, nobody is turned away; everything else is as it comes. */
const SETTINGS = {
  rooms: 1_000_000,
  'pow-effort': 0, connections: 100_000, 'ping-seconds': 300, 'pong-seconds': 300, 'join-seconds': 300, 'rooms-per-connection': 1000,
  'dialect-connections': 100_000, 'dialect-address-connections': 100_000, 'dialect-frames': 10_000_000,
}
const options = Object.entries(SETTINGS).map(([name, value]) => `-Dalmenara.${name}=${value}`).join(' ')

/** Bytes of live objects, once everything else has been collected. */
function heapOf(pid) {
  const histogram = execFileSync(join(jdk, 'bin/jcmd'), [String(pid), 'GC.class_histogram'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return Number(/^Total\s+\d+\s+(\d+)/m.exec(histogram)[1])
}

/** So many nodes of one cluster, started with these variables, too. `path` in `urls(path)` is that of a dialect. */
export async function startOwn(nodes = 1, variables = {}) {
  const files = join(folder, `own-${nodes}`)
  const first = PORT + 1000 * (nodes - 1)
  const env = { ...process.env, ALMENARA_RUN: files, ALMENARA_CLUSTER: `bench-${process.pid}-${nodes}`, ALMENARA_JAVA_OPTS: options, ...variables }
  await run(join(root, 'run'), ['--stop'], { env })
  await run(join(root, 'run'), ['--nodes', String(nodes), '--port', String(first), '--detach'], { env, maxBuffer: 1 << 26 })
  const numbers = Array.from({ length: nodes }, (_, index) => index)
  const pids = numbers.map((index) => readFileSync(join(files, `node${index + 1}.pid`), 'utf8').trim())
  const sum = (figure) => pids.reduce((total, pid) => total + figure(pid), 0)
  return {
    name: nodes === 1 ? OWN : `${OWN}, ${nodes} nodes`, cores: cpus().length, pids,
    urls: (path) => numbers.map((index) => `http://127.0.0.1:${first + 100 * index}${path}`),
    cpu: () => sum(cpuOf),
    resident: () => sum(residentOf),
    heap: () => sum(heapOf),
    deployments: join(files, 'node1/deployments'),
    stop: () => run(join(root, 'run'), ['--stop'], { env }),
  }
}

/** Whether the node has something at that path: a dialect that it does not have is not measured. */
export async function speaks(own, path) {
  const answer = await fetch(own.urls(path)[0])
  return answer.status !== 404
}

const apis = (modules) => modules.flatMap((module) => {
  const place = join(root, 'wildfly-config/target/server/modules/system/layers/base', module)
  return readdirSync(place).filter((name) => name.endsWith('.jar')).map((name) => join(place, name))
})

/** Deploys the floor beside the WAR of a node that runs. It is the same process, so only one of them may be under load. */
export async function deployFloor(own) {
  const [classes, war] = [join(folder, 'floor'), join(folder, 'floor.war')]
  rmSync(classes, { recursive: true, force: true })
  mkdirSync(join(classes, 'WEB-INF/classes'), { recursive: true })
  const sources = readdirSync(join(here, 'floor')).map((name) => join(here, 'floor', name))
  const path = apis(['jakarta/websocket/api/main']).join(':')
  execFileSync(join(jdk, 'bin/javac'), ['--release', '21', '-cp', path, '-d', join(classes, 'WEB-INF/classes'), ...sources], { stdio: 'inherit' })
  execFileSync(join(jdk, 'bin/jar'), ['--create', '--file', war, '-C', classes, 'WEB-INF'])
  cpSync(war, join(own.deployments, 'floor.war'))
  const marker = (ending) => existsSync(join(own.deployments, `floor.war.${ending}`))
  await until(() => marker('deployed') || marker('failed'), 'the deployment of the floor', DEPLOYMENT_MS)
  if (marker('failed')) throw new Error('the floor could not be deployed')
  return { ...own, name: FLOOR, urls: () => own.urls('/floor/') }
}
