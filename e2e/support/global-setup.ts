import { cluster } from './shared.js'

/** Starts the cluster; what is returned stops it, also when tests have failed. */
export default async function start(): Promise<() => Promise<void>> {
  // The runner tidies up after SIGINT alone.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.kill(process.pid, 'SIGINT'))
  await cluster.start()
  return () => cluster.stop()
}
