import { useEffect, useRef, useState } from 'react'
import { join, type NodeMesh, type Options, type Room } from '../index.js'

/** What has become of joining the room that `key` stands for, at nodes of that mesh if it is one. */
interface Joined { readonly key: string; readonly mesh: NodeMesh | undefined; readonly room?: Room; readonly error?: unknown }

/**
 * Joins a room while the component is mounted; undefined on the server, in the first render, and while `room` is undefined. Other nodes or another room are joined
 * afresh, and so is another mesh (make one `meshOf` for all renders); options are those of the render before the join, and may be made anew in each render. Misuse is thrown in the render, for an error boundary.
 */
export function useRoom(nodes: string | readonly string[] | NodeMesh, room: string | undefined, options: Options = {}): Room | undefined {
  const mesh = typeof nodes === 'object' && 'roam' in nodes ? nodes : undefined
  const key = JSON.stringify([room, mesh ? '' : nodes])
  const [joined, setJoined] = useState<Joined>()
  const latest = useRef({ nodes, options })
  useEffect(() => { latest.current = { nodes, options } })
  useEffect(() => {
    if (room === undefined) return
    let phase: 'mounted' | 'unmounted' = 'mounted'
    let entered: Room | undefined
    // Later, so that StrictMode, which mounts twice in one go, joins once.
    queueMicrotask(() => {
      if (phase === 'unmounted') return
      try {
        entered = join(latest.current.nodes, room, latest.current.options)
        setJoined({ key, mesh, room: entered })
      } catch (error) {
        setJoined({ key, mesh, error })
      }
    })
    return () => {
      phase = 'unmounted'
      void entered?.leave()
    }
  }, [key, mesh, room])
  if (joined?.key !== key || joined.mesh !== mesh) return undefined
  if (joined.error !== undefined) throw joined.error
  return joined.room
}
