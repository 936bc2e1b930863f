import { test as base } from '@playwright/test'
import { FaultyCluster } from './faulty-cluster.js'

interface PerTest {
  /** Prints what was measured in one line, and attaches it to the report. */
  readonly figures: (values: Readonly<Record<string, number | string>>) => Promise<void>
}

interface PerWorker {
  /** The cluster of all fault tests: a worker that follows a failed one starts a new cluster. */
  readonly cluster: FaultyCluster
}

export const test = base.extend<PerTest, PerWorker>({
  cluster: [async ({}, use) => {
    const cluster = new FaultyCluster()
    await cluster.start()
    try {
      await use(cluster)
    } finally {
      await cluster.stop()
    }
  }, { scope: 'worker', timeout: 240_000 }],

  figures: async ({}, use, info) => {
    await use(async (values) => {
      const text = Object.entries(values).map(([name, value]) => `${name} ${value}`).join(', ')
      console.log(`figures: ${info.title}: ${text}`)
      await info.attach('figures', { body: JSON.stringify(values), contentType: 'application/json' })
    })
  },
})
