import { misuse } from '../errors.js'
import type { FileStore } from './store.js'

const PARTS = 'parts'

/** Keeps chunks in a database of the page's origin, so that a fetch goes on after the page was closed. */
export function indexedDbStore(name = 'almenara-files'): FileStore {
  if (typeof indexedDB === 'undefined') throw misuse('There is no IndexedDB here: use memoryStore, or a store of your own.')
  let database: Promise<IDBDatabase> | undefined
  const run = async <T>(mode: IDBTransactionMode, request: (parts: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    database ??= open(name).catch((error) => {
      database = undefined
      throw error
    })
    const transaction = (await database).transaction(PARTS, mode, { durability: 'relaxed' })
    return finished(transaction, request(transaction.objectStore(PARTS)))
  }
  return {
    async parts(id) {
      const keys = await run('readonly', (parts) => parts.getAllKeys(all(id)))
      return keys.map((key) => (key as [string, number])[1])
    },
    read: (id, part) => run<Uint8Array | undefined>('readonly', (parts) => parts.get([id, part])),
    async write(id, part, bytes) {
      // A copy: a view would bring the whole buffer along.
      await run('readwrite', (parts) => parts.put(new Uint8Array(bytes), [id, part]))
    },
    async remove(id) {
      await run('readwrite', (parts) => parts.delete(all(id)))
    },
  }
}

function all(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, -1], [id, Infinity])
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(PARTS)
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error as DOMException)
  })
}

/** A full disk may show only when the transaction ends. */
function finished<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error ?? request.error)
  })
}
