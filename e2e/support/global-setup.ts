import { cluster } from './shared.js'

/** Starts the cluster; what is returned stops it, also when tests have failed. */
export default async function start(): Promise<() => Promise<void>> {
  await cluster.start()
  return () => cluster.stop()
}
