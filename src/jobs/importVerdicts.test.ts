import { expect, test } from 'vitest'
import type { RecordingFormat } from '../core/domain/recording'
import { hertz, samples } from '../core/domain/units'
import { isPart, notFinished } from './importVerdicts'

const withGap = (format: RecordingFormat, length: number) => ({
  ...{ format, problems: [], sampleRate: hertz(100), sampleCount: samples(1000) },
  gaps: [{ start: samples(100), length: samples(length) }],
})

test('a recording that lost much of its samples came in part; now and then a packet, or a pause that was meant, is no loss', () => {
  expect(isPart(withGap('xdf', 478))).toBe(true)
  expect(isPart(withGap('xdf', 20))).toBe(false)
  expect(isPart(withGap('edf+', 478))).toBe(false)
})

test('what no reader foresaw refuses the file in words; a failing database is not taken for it', () => {
  const { data } = notFinished(new RangeError('Invalid typed array length'), '/recordings/bad.edf')
  expect(data).toMatchObject({ code: 'file/unreadable', values: { file: 'bad.edf' } })
  expect(data.message).toContain('The program could not read bad.edf')
  const failing = Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR' })
  expect(() => notFinished(failing, '/recordings/bad.edf')).toThrow(failing)
})
