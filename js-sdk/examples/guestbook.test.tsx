// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, within } from '@testing-library/react'
import { createWorld } from 'almenara/testing'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Guestbook } from './guestbook.js'

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('what one guest writes the other reads', async () => {
  const world = createWorld({ pass: (ms) => act(() => vi.advanceTimersByTimeAsync(ms)) })
  const [ada, bob] = [1, 2].map(() => {
    const { container } = render(<StrictMode><Guestbook nodes={world.nodes} room={world.room} options={world.options} /></StrictMode>)
    return within(container)
  })
  await world.until(() => [ada, bob].every((page) => page?.getByRole('status').textContent === 'joined, 1 guests'))

  fireEvent.change(ada!.getByLabelText('entry'), { target: { value: 'It was lovely.' } })
  fireEvent.submit(ada!.getByLabelText('entry'))
  await world.until(() => bob!.queryAllByRole('listitem').length === 1)
  expect(bob!.getByRole('listitem').textContent).toBe('It was lovely.')
})
