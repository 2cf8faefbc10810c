import { expect, test } from 'vitest'
import type { SessionSummary } from '../../../core/domain/session'
import type { ModelSummary, RecordingView } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import { fitOf, foreignCues, lengthOf, ReplayState } from './replayState.svelte'

const recording = (hash: string, electrodes: string[], classCounts: Record<string, number> = { 'both-fists': 7 }) =>
  ({ summary: { id: 3, hash, electrodes, sampleCount: 20_000 }, classCounts }) as unknown as RecordingView
const classes = ['both-fists', 'both-feet']
const model = { classes, electrodes: ['C3', 'C4'], trainedOn: ['a'], heldOut: ['b'] } as unknown as ModelSummary
const session = { id: 's1', startedAtMs: 1, seconds: 10, sampleRate: 250 } as unknown as SessionSummary
const later = { ...session, id: 's2', startedAtMs: 2 }

test('a recording that was learned from is known before it is replayed', () => {
  expect(fitOf(recording('a', ['C3', 'C4', 'Cz']), model)).toBe('trained-on')
  expect(fitOf(recording('b', ['C3', 'C4']), model)).toBe('held-out')
  expect(fitOf(recording('c', ['C3', 'C4']), model)).toBe('fits')
  expect(fitOf(recording('c', ['C3']), model)).toBe('lacks-electrodes')
})

test('a recording whose cues are all of other classes gives no accuracy, and it is known how many they are', () => {
  const counts = { 'left-fist': 8, 'right-fist': 7, rest: 15 }
  const fists = recording('b', ['C3', 'C4'], counts)
  expect(fitOf(fists, model)).toBe('other-classes')
  expect(foreignCues(fists, classes)).toEqual({ count: 15, classes: ['left-fist', 'right-fist'] })
  expect(foreignCues(recording('b', [], { rest: 15 }), classes)).toBeNull()
  expect(foreignCues(recording('b', [], { ...counts, 'both-feet': 1 }), classes)).toBeNull()
})

test('the newest session comes first, and one that is removed is no longer chosen', async () => {
  const removed: string[] = []
  const replay = new ReplayState({
    session: {
      list: () => Promise.resolve([session, later]),
      remove: ({ sessionId }: { sessionId: string }) => Promise.resolve(void removed.push(sessionId)),
    },
  } as unknown as ApiClient)
  await replay.load()
  expect(replay.sessions.map(({ id }) => id)).toEqual(['s2', 's1'])
  replay.choose({ kind: 'session', id: 's2' })
  await replay.remove('s2')
  expect([replay.choice, removed]).toEqual([null, ['s2']])
})

test('a replay is never recorded, and its length is known in samples', () => {
  const replay = new ReplayState({} as ApiClient)
  replay.speed = '0'
  const request = replay.toRequest({ kind: 'session', id: 's1' }, 'm')
  expect(request).toEqual({ modelId: 'm', record: false, source: { kind: 'session', sessionId: 's1', speed: 0 } })
  expect(lengthOf(request, [], [session])).toBe(2500)
  expect(lengthOf(replay.toRequest({ kind: 'recording', id: 3 }, 'm'), [recording('a', [])], [])).toBe(20_000)
})

test('a session that ended with its process is offered until the person goes on, or a newer one is whole', async () => {
  const load = async (...sessions: SessionSummary[]) => {
    const replay = new ReplayState({ session: { list: () => Promise.resolve(sessions) } } as unknown as ApiClient)
    await replay.load()
    return replay
  }
  const died = { ...later, closed: false }
  const replay = await load({ ...session, closed: true }, died)
  expect(replay.interrupted).toEqual(died)
  replay.dismissInterrupted()
  expect(replay.interrupted).toBeNull()
  expect((await load({ ...session, closed: false }, { ...later, closed: true })).interrupted).toBeNull()
  expect((await load({ ...died, seconds: 0 })).interrupted).toBeNull()
})
