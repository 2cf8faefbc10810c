import { describe, expect, test } from 'vitest'
import { presetCaps } from './caps'
import { nearestSiteInDirection, neighbours, tenTenSites, withNeighbours } from './grid'
import { toElectrodeName, toElectrodeNames } from './names'
import { distance, projectPoint, projectSite, toSphere } from './projection'
import { eegmmidbSites, fixedMotorSet, inRegion, motorSites, movementSources } from './regions'
import { allSites, siteOf } from './sites'

const degrees = (a: string, b: string) => (distance(siteOf(a)!, siteOf(b)!) * 180) / Math.PI

describe('positions', () => {
  test('every site lies on the unit sphere and no two share a place', () => {
    const points = [...allSites.entries()]
    expect(points.length).toBeGreaterThan(340)
    for (const [, point] of points) expect(Math.hypot(...point)).toBeCloseTo(1, 12)
    for (const [a, p] of points)
      for (const [b, q] of points) if (a < b) expect(distance(p, q), `${a} ${b}`).toBeGreaterThan(0.02)
  })
  test('Cz is the pole, the nose lies on +y and the right ear on +x', () => {
    expect(siteOf('Cz')!.map((v) => v + 0)).toEqual([0, 0, 1])
    expect(siteOf('Fpz')![1]).toBeCloseTo(1, 12)
    expect(siteOf('T8')![0]).toBeCloseTo(1, 12)
  })
  test('ten percent of the nasion–inion arc is 22.5 degrees', () => {
    const midline = ['Nz', 'Fpz', 'AFz', 'Fz', 'FCz', 'Cz', 'CPz', 'Pz', 'POz', 'Oz', 'Iz']
    midline.slice(1).forEach((name, i) => expect(degrees(midline[i]!, name)).toBeCloseTo(22.5, 9))
  })
  test('the sites of a row are equally far apart', () => {
    for (const row of [
      'F7 F5 F3 F1 Fz F2 F4 F6 F8',
      'FT7 FC5 FC3 FC1 FCz FC2 FC4 FC6 FT8',
      'TPP7 TPP7h CPP5 CPP5h CPP3',
    ]) {
      const names = row.split(' ')
      const steps = names.slice(1).map((name, i) => degrees(names[i]!, name))
      for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 9)
    }
  })
  test('the right half mirrors the left half', () => {
    expect(siteOf('FFC2h')).toEqual([-siteOf('FFC1h')![0], siteOf('FFC1h')![1], siteOf('FFC1h')![2]])
    expect(siteOf('TP10')![0]).toBeCloseTo(-siteOf('TP9')![0], 12)
  })
  test.each(['FFC1h', 'CCP3', 'T9', 'TP10', 'AFp3h', 'POO7', 'OI1h', 'Iz', 'Nz', 'A1', 'M2', 'FTT9h', 'AFF10h'])(
    'the 10-05 system has %s',
    (name) => expect(siteOf(name)).not.toBeNull(),
  )
  test('a half site lies between its neighbours', () => {
    expect(degrees('C1h', 'Cz')).toBeCloseTo(degrees('C1h', 'C1'), 9)
    expect(degrees('CCPz', 'Cz')).toBeCloseTo(degrees('CCPz', 'CPz'), 9)
  })
  test('the order of EEGMMIDB has 64 known and distinct sites', () => {
    expect(new Set(eegmmidbSites).size).toBe(64)
    expect(eegmmidbSites.filter((name) => !siteOf(name))).toEqual([])
  })
})

describe('projection', () => {
  test('the ring of the 10-20 system is drawn at 90/108 of the head', () => {
    expect(projectSite('T8')!.x).toBeCloseTo(90 / 108, 9)
    expect(projectSite('Fpz')!.y).toBeCloseTo(-90 / 108, 9)
    expect(projectSite('Oz')!.y).toBeCloseTo(90 / 108, 9)
    expect(projectSite('C3')!.x).toBeCloseTo(-45 / 108, 9)
    expect(projectSite('Zz')).toBeNull()
  })
  test('a point goes to the head and back', () => {
    for (const name of eegmmidbSites) {
      toSphere(projectPoint(siteOf(name)!)).forEach((v, i) => expect(v).toBeCloseTo(siteOf(name)![i]!, 9))
    }
  })
})

describe('the grid', () => {
  test.each([
    ['C3', 'FC3', 'CP3', 'C5', 'C1'],
    ['Cz', 'FCz', 'CPz', 'C1', 'C2'],
    ['C4', 'FC4', 'CP4', 'C2', 'C6'],
    ['T7', 'FT7', 'TP7', 'T9', 'C5'],
    ['Fpz', 'Nz', 'AFz', 'Fp1', 'Fp2'],
    ['Oz', 'POz', 'Iz', 'O1', 'O2'],
    ['FC5', 'F5', 'C5', 'FT7', 'FC3'],
  ])('%s has %s in front, %s behind, %s left and %s right', (name, front, behind, left, right) => {
    expect(neighbours(name)).toEqual({ front, behind, left, right })
  })
  test('the edge of the head has no neighbour beyond it', () => {
    expect(neighbours('Iz').behind).toBeNull()
    expect(neighbours('T9').left).toBeNull()
    expect(() => neighbours('FFC1h')).toThrow(RangeError)
  })
  test('thirteen sites are over the sources or next to them', () => {
    expect(new Set(movementSources.flatMap(withNeighbours)).size).toBe(13)
  })
  test('every site of the grid is known', () => expect(tenTenSites.filter((name) => !siteOf(name))).toEqual([]))
  test('arrow keys walk the head', () => {
    expect(nearestSiteInDirection('C3', eegmmidbSites, 'up')).toBe('FC3')
    expect(nearestSiteInDirection('C3', eegmmidbSites, 'right')).toBe('C1')
    expect(nearestSiteInDirection('Cz', ['C3', 'C4', 'Pz'], 'left')).toBe('C3')
    expect(nearestSiteInDirection('Iz', eegmmidbSites, 'down')).toBeNull()
  })
  test('arrow keys reach every electrode of the cap from Cz', () => {
    const reached = new Set(['Cz'])
    for (const name of reached)
      for (const direction of ['up', 'down', 'left', 'right'] as const) {
        const next = nearestSiteInDirection(name, eegmmidbSites, direction)
        if (next) reached.add(next)
      }
    expect(eegmmidbSites.filter((name) => !reached.has(name))).toEqual([])
  })
})

describe('names', () => {
  test.each([
    ['Fc5.', 'FC5'],
    ['C3..', 'C3'],
    ['EEG Fpz', 'Fpz'],
    ['EEG F1-Ref', 'F1'],
    ['CZ', 'Cz'],
    ['T3', 'T7'],
    ['t6', 'P8'],
    [' EEG T5-LE ', 'P7'],
    ['FP1-A2', 'Fp1'],
    ['ffc1H', 'FFC1h'],
  ])('%s is %s', (label, name) => expect(toElectrodeName(label)).toBe(name))
  test.each(['F3-C3', 'EOG left', 'EDF Annotations', 'ECG', '', 'C33', 'Status'])('%s is no site', (label) =>
    expect(toElectrodeName(label)).toBeNull(),
  )
  test('a site named twice goes to the first channel', () =>
    expect(toElectrodeNames(['F1', 'EEG F2-Ref', 'f1.'])).toEqual(['F1', 'F2', null]))
  test('inputs numbered in banks are no sites', () => {
    expect(toElectrodeNames(['A1', 'A32', 'C3'])).toEqual([null, null, 'C3'])
    expect(toElectrodeNames(['A1', 'A32', 'B12', 'C3', 'Fz'])).toEqual([null, null, null, null, 'Fz'])
  })
})

describe('caps', () => {
  test('presets have their own ids and only known sites', () => {
    expect(new Set(presetCaps.map((cap) => cap.id)).size).toBe(presetCaps.length)
    for (const cap of presetCaps)
      expect(
        cap.sites.filter((name) => name !== null && !siteOf(name)),
        cap.id,
      ).toEqual([])
  })
  test('a cap never names fewer sites than nothing or more inputs than it has contacts', () => {
    for (const cap of presetCaps) expect(cap.inputs, cap.id).toBeLessThanOrEqual(cap.sites.length)
  })
  test('the textbook set lies in the motor region', () => {
    expect(inRegion('motor', fixedMotorSet)).toEqual(fixedMotorSet)
    expect(inRegion('midline', motorSites)).toEqual(['FCz', 'Cz', 'CPz'])
    expect(inRegion('left', ['C3', 'C4', 'Cz', 'T10', 'T9'])).toEqual(['C3', 'T9'])
    expect(inRegion('temporal', ['T7', 'TP8', 'C3'])).toEqual(['T7', 'TP8'])
  })
})
