/** Leaves the room without a connection; `keep`: the links stand. */
export function farewell(token: string | undefined, keep?: boolean): RequestInit & { body: string } {
  return { method: 'POST', body: JSON.stringify({ type: 'leave', token, keep }), credentials: 'omit', keepalive: true, signal: AbortSignal.timeout(1_000) }
}
