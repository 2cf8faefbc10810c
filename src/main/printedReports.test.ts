import { expect, test } from 'vitest'
import type { TrainingNews } from '../ipc/trainingProcess'
import { withPrintedReports } from './printedReports'
import type { StartTrainingProcess } from './trainingProcess'

/** A process that a test speaks for, and what is heard of it in order. */
function startFake(print: (path: string) => Promise<string>) {
  const heard: unknown[] = []
  let say: Parameters<StartTrainingProcess>[0] | undefined
  const start = withPrintedReports((listeners) => {
    say = listeners
    return { send: () => undefined, kill: () => undefined }
  }, print)
  start({ onNews: (news) => heard.push(news), onExit: (code) => heard.push(code) })
  return { heard, say: say! }
}

const finished: TrainingNews = { type: 'finished', outcome: { kind: 'curve-report', path: '/study/reports/a.html' } }
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a report counts as finished when its PDF is there, though its process ends before', async () => {
  let printed: (path: string) => void = () => undefined
  const { heard, say } = startFake(() => new Promise((resolve) => (printed = resolve)))
  say.onNews(finished)
  say.onExit(0)
  await settled()
  expect(heard).toEqual([])
  printed('/study/reports/a.pdf')
  await settled()
  expect(heard).toEqual([
    { type: 'finished', outcome: { kind: 'curve-report', path: '/study/reports/a.html', pdf: '/study/reports/a.pdf' } },
    0,
  ])
})

test('a report that could not be printed failed, with why', async () => {
  const { heard, say } = startFake(() => Promise.reject(new Error('no page')))
  say.onNews(finished)
  await settled()
  expect(heard).toMatchObject([{ type: 'failed', error: { message: 'no page' } }])
})

test('other news and ends pass as they come', async () => {
  const { heard, say } = startFake(() => Promise.reject(new Error('never')))
  const news: TrainingNews = { type: 'finished', outcome: { kind: 'report', path: 'a.html' } }
  say.onNews(news)
  say.onExit(3)
  await settled()
  expect(heard).toEqual([news, 3])
})
