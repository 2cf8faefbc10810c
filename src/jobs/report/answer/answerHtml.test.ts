import { describe, expect, test } from 'vitest'
import { curveFinding, type FindingWish } from '../../../../test/support/curveFinding'
import { sayAnswer, share, withInterval } from '../../../core/domain/curveWording'
import { presetCaps } from '../../../core/montage/caps'
import { renderAnswer, type AnswerReport } from './answerHtml'
import { chartSvg } from './chartSvg'

const cyton = presetCaps.find(({ id }) => id === 'openbci-cyton')!
const fileHash = 'ab'.repeat(32)

const page = (wish: FindingWish = {}, more: Partial<AnswerReport> = {}): string =>
  renderAnswer({
    ...{ finding: curveFinding(wish), language: 'en', cap: cyton, simulated: false, fileHash },
    writtenAt: '2026-01-05 09:30 UTC',
    ...more,
  })

/** Tags that do not close, or close another. */
function tagFaults(html: string): string[] {
  const open: string[] = []
  const faults: string[] = []
  for (const [, closing, name, own] of html.matchAll(/<(\/?)([a-z][\w]*)(?:\s[\w:-]+(?:="[^"<]*")?)*\s*(\/?)>/gi)) {
    if (own || name === 'meta' || name === 'doctype') continue
    if (!closing) open.push(name!)
    else if (open.pop() !== name) faults.push(`</${name}>`)
  }
  const loose = html.replace(/<(\/?)([a-z!][\w]*)(?:\s[\w:-]+(?:="[^"<]*")?)*\s*(\/?)>/gi, '').match(/[<]/g) ?? []
  return [...faults, ...open, ...loose]
}
const textOf = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')

describe.each(['en', 'zh-CN'] as const)('the report of an answer (%s)', (language) => {
  const subjects = ['S1', 'S2', 'S3', 'S4', 'S5']
  test.each<[string, FindingWish]>([
    ['of one subject', {}],
    ['at chance', { atChance: true }],
    ['of five subjects', { plan: { subjects, scheme: 'subjects', decoders: ['lda', 'riemann', 'network'] } }],
  ])('%s is well-formed and fetches nothing', (_, wish) => {
    const html = page(wish, { language })
    expect(tagFaults(html)).toEqual([])
    expect(html).not.toMatch(/<script|src=|href=|url\(|https?:|@import/)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/undefined|NaN|\[object/)
  })

  test('says the answer, and every number of every set', () => {
    const finding = curveFinding()
    const text = textOf(page({}, { language }))
    const plain = (words: string): string => words.replace(/\s+/g, '')
    expect(plain(text)).toContain(plain(sayAnswer(finding.statements, language)))
    for (const { figure, electrodes, method } of finding.points) {
      expect(text).toContain(withInterval(figure.value, figure.low, figure.high))
      expect(text).toContain(share(figure.kappa))
      if (method === 'fixed' || method === 'gumbel') expect(text).toContain(electrodes.join(' '))
    }
    for (const { difference, low, high } of finding.comparisons)
      expect(text).toContain(withInterval(difference, low, high))
    for (const { hash } of finding.data) expect(text).toContain(hash.slice(0, 12))
    for (const number of finding.recommendation.figure.confusion.flat()) expect(text).toContain(` ${number} `)
    for (const word of [fileHash, finding.id, 'Sparsecap 0.2.0', 'cpu, 2 threads', 'R10']) expect(text).toContain(word)
  })
})

test('the montage is drawn, and each site has an input of the cap', () => {
  const html = page()
  for (const site of curveFinding().recommendation.electrodes) expect(html).toContain(`<title>${site}, chosen</title>`)
  expect(textOf(html)).toMatch(
    /1 \(Fp1\) Cz proposed.* 3 C3 the cap's own place|1 \(Fp1\) Cz proposed.* 3 C3 the cap’s own place/,
  )
})

test.each<[string, FindingWish, RegExp]>([
  ['where nothing was decoded', { atChance: true }, /Nothing was decoded/],
  ['of a control', { plan: { shuffleLabels: true } }, /A control: the labels of the trials that learn were shuffled/],
])('no montage is given %s, and the chart recommends nothing', (_, wish, said) => {
  const html = page(wish)
  expect(textOf(html)).toMatch(said)
  expect(html).not.toContain(', chosen</title>')
  expect(html).not.toContain('Recommended: 8')
  expect(textOf(html)).toContain('No montage is given')
})

test('only what was used is described and cited, numbered in order', () => {
  const plain = textOf(page({ plan: { methods: ['fixed'], decoders: ['lda'] } }))
  expect(plain).not.toMatch(/Strypsteen|Barachant/)
  expect(plain).toContain('exact McNemar test')
  const learned = textOf(page({ plan: { methods: ['fixed', 'gumbel'], decoders: ['riemann'] } }))
  expect(learned).toMatch(/Strypsteen T., Bertrand A./)
  const numbers = [...learned.matchAll(/\[(\d+(?:, \d+)*)\]/g)].flatMap(([, list]) => list!.split(', ').map(Number))
  const cited = [...new Set(numbers)]
  expect(cited).toEqual(cited.map((_, i) => i + 1))
})

test('names that people typed cannot bring markup in', () => {
  const html = page({ plan: { subjects: ['<img src=x>'], ownSets: [{ name: '"><b>', electrodes: ['C3'] }] } })
  expect(html).not.toContain('<img')
  expect(html).not.toContain('"><b>')
  expect(tagFaults(html)).toEqual([])
})

test('the chart has a marker at every value, and as a file names its space', () => {
  const finding = curveFinding()
  const options = { language: 'en', width: 780, height: 320 } as const
  const svg = chartSvg(finding, options)
  expect(svg.match(/<path transform/g)).toHaveLength(finding.points.length + 3)
  expect(tagFaults(svg)).toEqual([])
  expect(chartSvg(finding, { ...options, standalone: true })).toMatch(
    /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/,
  )
  // The markers of one line lie as their values do: higher is more accurate.
  const heights = [...svg.matchAll(/<path transform="translate\(([\d.]+) ([\d.]+)\)"[^>]*fill="#158388"/g)]
    .map(([, , y]) => Number(y))
    .slice(-4)
  const values = finding.points.filter(({ method }) => method === 'fixed').map(({ figure }) => figure.value)
  const order = (numbers: readonly number[]): number[] => [...numbers.keys()].sort((a, b) => numbers[a]! - numbers[b]!)
  expect(order(heights.map((y) => -y))).toEqual(order(values))
})
