import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { curveFinding } from '../../../test/support/curveFinding'
import { useTestFolder } from '../../../test/support/studyFolder'
import type { CurveFinding } from '../../core/domain/curve'
import { siteOf } from '../../core/montage/sites'
import type { Study } from '../../store/study'
import { writeCurveReport } from './curveReport'

const folder = useTestFolder()

function studyWith(finding: CurveFinding): Study {
  const study = folder.open(join(folder.path, 'study'), true)
  const journal = study.curves.journal(finding.id, finding.plan)
  journal.finish(finding)
  journal.close()
  return study
}

const rows = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))

test('beside the page lie BIDS electrodes, said to be a template, and a wiring sheet of the cap in use', () => {
  const finding = curveFinding()
  const study = studyWith(finding)
  study.settings.set('cap.inUse', 'openbci-cyton')
  const files = writeCurveReport(study, finding.id)
  const { electrodes } = finding.recommendation
  const [head, ...places] = rows(files.electrodes!)
  expect(head).toEqual(['name', 'x', 'y', 'z', 'type', 'material'])
  expect(places.map(([name]) => name)).toEqual(electrodes)
  for (const [name, x, y, z] of places) {
    siteOf(name!)!.forEach((value, i) => expect(Number([x, y, z][i])).toBeCloseTo(value, 6))
  }
  const system = JSON.parse(readFileSync(files.coordsystem!, 'utf8')) as Record<string, string>
  expect(system['EEGCoordinateSystem']).toBe('Other')
  expect(system['EEGCoordinateSystemDescription']).toContain('Template positions, not measured')
  const wiring = rows(files.wiring!)
  expect(wiring).toContainEqual(['3', 'C3', 'C3', 'named'])
  expect(wiring).toContainEqual(['reference', 'SRB2', 'n/a', 'cap'])
  expect(wiring.slice(1, -2).map(([input]) => Number(input))).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(
    wiring
      .slice(1, -2)
      .map(([, , site]) => site)
      .sort(),
  ).toEqual([...electrodes].sort())
})

test('the page names the very file that it is made from', () => {
  const finding = curveFinding()
  const study = studyWith(finding)
  const file = readFileSync(join(study.curves.folder(finding.id), 'selection.json'))
  const html = readFileSync(writeCurveReport(study, finding.id).html, 'utf8')
  expect(html).toContain(createHash('sha256').update(file).digest('hex'))
  expect(html).toContain('<html lang="en">')
  const chinese = writeCurveReport(study, finding.id, { language: 'zh-CN' })
  expect(readFileSync(chinese.html, 'utf8')).toContain('仅供研究使用')
})

test('a figure and its table are written on demand, into another folder where one is named', () => {
  const finding = curveFinding()
  const other = join(folder.path, 'other')
  mkdirSync(other)
  const files = writeCurveReport(studyWith(finding), finding.id, { folder: other, figure: true })
  expect(readFileSync(files.svg!, 'utf8')).toMatch(/^<svg class="chart" xmlns=/)
  expect(readFileSync(files.csv!, 'utf8').split('\r\n')).toHaveLength(finding.points.length + 2)
  expect(readdirSync(other)).toHaveLength(6)
})

test('where nothing was decoded there is nothing to wire', () => {
  const finding = curveFinding({ atChance: true })
  const files = writeCurveReport(studyWith(finding), finding.id)
  expect(files).toMatchObject({ electrodes: null, coordsystem: null, wiring: null })
})

test('an answer that is not there is refused', () => {
  expect(() => writeCurveReport(studyWith(curveFinding()), 'S009')).toThrow(/no finished answer S009/)
})
