import { describe, expect, it, test } from 'vitest'
import { chooseNames, filesOfChoice } from '../domain/dataset'
import { siteOf } from '../montage/sites'
import { toDatasetRecipe } from './datasetRecipe'
import { datasetEventMap, datasetIdentity, datasetRecipe, datasetRecipes, toDatasetView } from './datasetRules'

const meanings = (file: string, codes: readonly string[]) => {
  const map = datasetEventMap(file, codes)
  return map && Object.fromEntries(map.meanings.map(({ code, classId }) => [code, classId]))
}

describe('a recipe', () => {
  test.each(datasetRecipes)('$id has classes for its codes, and candidates that are sites', (recipe) => {
    const used = recipe.runs.flatMap(({ codes }) => Object.values(codes).flatMap((classId) => classId ?? []))
    expect(new Set(used)).toEqual(new Set(Object.keys(recipe.classes)))
    expect(recipe.candidates.filter((site) => siteOf(site) === null)).toEqual([])
    expect(new Set(recipe.candidates).size).toBe(recipe.candidates.length)
    expect(recipe.source.base).toMatch(/^https:\/\/.*\/$/)
  })

  it('of High-Gamma chooses among its 44 motor sensors, of EEGMMIDB among 21, of 2a among all 22', () => {
    expect(datasetRecipes.map(({ id, candidates }) => [id, candidates.length])).toEqual([
      ['eegmmidb', 21],
      ['high-gamma', 44],
      ['bci-iv-2a', 22],
    ])
  })

  it('that lacks a field, or has another kind of it, is refused by the name of the field', () => {
    const sound = { ...datasetRecipe('eegmmidb'), schema: 1 }
    expect(() => toDatasetRecipe({ ...sound, licence: { name: 'x' } })).toThrow('recipe.licence.url: expected a string')
    expect(() => toDatasetRecipe({ ...sound, runs: [{ ...sound.runs[0], names: [1] }] })).toThrow(
      'recipe.runs[0].names[0]',
    )
    expect(() => toDatasetRecipe({ ...sound, schema: 2 })).toThrow('expected 1, got 2')
    expect(() => toDatasetRecipe({ ...sound, id: 'other' })).toThrow('expected one of eegmmidb')
  })
})

describe('what codes mean', () => {
  it('depends on the run in EEGMMIDB, and is sure by name and codes', () => {
    expect(meanings('S007R04.edf', ['T0', 'T1', 'T2'])).toEqual({ T0: null, T1: 'left-fist', T2: 'right-fist' })
    expect(meanings('S007R06.edf', ['T0', 'T1', 'T2'])).toEqual({ T0: null, T1: 'both-fists', T2: 'both-feet' })
    expect(datasetEventMap('S007R06.edf', ['T0', 'T1'])).toMatchObject({ source: 'rule:eegmmidb', confirmed: true })
    expect(datasetEventMap('anna.edf', ['T0', 'T1', 'T2'])).toBeNull()
  })

  it('is the same in all runs of 2a: by another name it is proposed, and a person confirms', () => {
    const codes = ['768', '769', '770', '771', '772', '1023']
    const expected = { 768: null, 769: 'left-hand', 770: 'right-hand', 771: 'both-feet', 772: 'tongue', 1023: null }
    expect(meanings('A01T.gdf', codes)).toEqual(expected)
    expect(datasetEventMap('A01T.gdf', codes)!.confirmed).toBe(true)
    expect(meanings('mine.gdf', codes)).toEqual(expected)
    expect(datasetEventMap('mine.gdf', codes)!.confirmed).toBe(false)
    expect(datasetEventMap('mine.gdf', ['768', '783'])).toBeNull()
  })

  it('of High-Gamma takes rest for a class, since it was cued', () => {
    expect(meanings('HighGamma-S03-test.edf', ['feet', 'left_hand', 'rest', 'right_hand'])).toEqual({
      feet: 'both-feet',
      left_hand: 'left-hand',
      rest: 'rest',
      right_hand: 'right-hand',
    })
  })

  it.each([
    ['x/S109R14.edf', { dataset: 'eegmmidb', subject: 'S109', run: 'R14', task: 'imagined-fists-feet' }],
    ['a09e.GDF', { dataset: 'bci-iv-2a', subject: 'A09', run: 'E', task: 'imagined-hands-feet-tongue' }],
    ['S110R01.edf', null],
    ['A10T.gdf', null],
    ['S001R15.edf', null],
  ])('belongs to %s', (name, expected) => expect(datasetIdentity(name)).toEqual(expected))
})

describe('a choice', () => {
  const view = toDatasetView(datasetRecipe('eegmmidb'))

  it.each([
    ['S001..S003', ['S001', 'S002', 'S003'], []],
    ['s2, S005 S7-S8', ['S002', 'S005', 'S007', 'S008'], []],
    ['S3..S1 S200 x', [], ['S3..S1', 'S200', 'x']],
    ['3 09', ['S003', 'S009'], []],
    ['2..4', ['S002', 'S003', 'S004'], []],
  ])('of %s', (text, names, unknown) => expect(chooseNames(text, view.subjects)).toEqual({ names, unknown }))

  it('is in the order of subjects and runs, and leaves out known faults unless they are named', () => {
    const files = filesOfChoice(view, {})
    expect(files.length).toBe((109 - 4) * 14)
    expect(files.slice(0, 14).map(({ run }) => run)).toEqual(
      Array.from({ length: 14 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`),
    )
    expect(filesOfChoice(view, { subjects: ['S088'], runs: ['R04'] })).toEqual([
      { subject: 'S088', run: 'R04', bytes: 2596896 },
    ])
  })
})
