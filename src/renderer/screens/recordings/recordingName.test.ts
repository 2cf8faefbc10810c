import { expect, test } from 'vitest'
import type { RecordingView } from '../../../ipc/views'
import { nameFault } from './recordingName'

const recording = (id: number, subject: string, run: string) => ({ summary: { id, subject, run } }) as RecordingView
const recordings = [recording(1, 'S001', 'R04'), recording(2, 'anna', 'morning')]

test('a misnamed recording can join a subject as a run that is not there yet', () => {
  expect(nameFault(recordings, 2, { subject: 'S001', run: 'R06' })).toBeNull()
  expect(nameFault(recordings, 2, { subject: ' S001 ', run: 'R04 ' })).toBe('taken')
  expect(nameFault(recordings, 1, { subject: 'S001', run: 'R04' })).toBeNull()
})

test('neither part can be left out', () => {
  expect(nameFault(recordings, 2, { subject: ' ', run: 'R06' })).toBe('empty')
  expect(nameFault(recordings, 2, { subject: 'S001', run: '' })).toBe('empty')
})
