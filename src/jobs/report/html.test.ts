import { expect, test } from 'vitest'
import { fixedMotorSet, eegmmidbSites } from '../../core/montage/regions'
import { randomModel } from '../../../test/support/model'
import { figureSentence, proportion, withInterval } from './format'
import { renderReport } from './html'

const figure = {
  value: 0.53,
  low: 0.43,
  high: 0.63,
  chance: 0.25,
  chanceLimit: 0.33,
  correct: 48,
  trials: 90,
  kappa: -0.012,
}
const contents = {
  title: 'Pilot <S001>',
  model: randomModel({ electrodes: fixedMotorSet }),
  simulated: false,
  sites: eegmmidbSites,
  writtenAt: '2026-01-01 10:00',
}

test('proportions lose their leading zero and carry a true minus', () => {
  expect([0.532, 1, -0.014, 0].map(proportion)).toEqual(['.53', '1.00', '−.01', '.00'])
  expect(withInterval(figure)).toBe('.53 [.43, .63]')
})

test('a figure is never alone: interval, trials, chance and its limit stand with it', () => {
  expect(figureSentence(figure)).toBe(
    '.53 [.43, .63], 48 of 90 trials; chance .25, above the limit of chance for this many trials (.33); kappa −.01',
  )
  expect(figureSentence({ ...figure, value: 0.3 })).toContain('not above the limit of chance')
})

test('a report draws every chosen electrode, escapes what people typed, and fetches nothing', () => {
  const html = renderReport(contents)
  for (const name of fixedMotorSet) expect(html).toContain(`<title>${name}, chosen</title>`)
  expect(html).toContain('Pilot &lt;S001&gt;')
  expect(html).not.toContain('<S001>')
  expect(html).not.toMatch(/<script|src=|https?:/)
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
})

test('a name in the file of a model cannot bring markup into the report', () => {
  const html = renderReport({ ...contents, model: randomModel({ electrodes: ['C3', '"><img src=x>'] }) })
  expect(html).not.toContain('<img')
})

test('simulated signals are said to be simulated, and others are not', () => {
  expect(renderReport({ ...contents, simulated: true })).toContain('are simulated')
  expect(renderReport(contents)).not.toContain('simulated')
})
