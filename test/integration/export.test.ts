import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClassifier } from '../../src/core/decoder/classifier'
import { createRandom } from '../../src/core/domain/random'
import { encodeNpy } from '../../src/core/formats/npy'
import { openStudy } from '../../src/store/study'
import { runCli } from '../support/cli'
import { randomModel } from '../support/model'
import { requirePython } from '../support/python'

const folder = mkdtempSync(join(tmpdir(), 'sparsecap-export-'))
const study = join(folder, 'study')
const model = randomModel({ id: 'S001-3-test', electrodes: ['C3', 'Cz', 'C4'] })
const modelFile = join(study, 'models', `${model.id}.json`)
const python = requirePython()
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  const open = openStudy(study, { create: true })
  open.models.save(model)
  open.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const errorOf = (stdout: string) =>
  (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error

describe('sparsecap export', () => {
  test('writes what the format says, and that the pipeline is not in it', async () => {
    const { code, stdout, stderr } = await runCli(['export', modelFile, '--format', 'onnx', '--output', at('a.onnx')])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain(at('a.onnx'))
    expect(stdout).toContain('C3 Cz C4, 320 samples at 160 Hz')
    expect(stdout).toContain('Filters, resampling and standardisation are not in the file')
    expect(stdout).toContain('docs/python/README.md')
    expect(readFileSync(at('a.onnx')).includes('AveragePool')).toBe(true)
  })

  test('takes the format from the ending, the model from a study, and gives the pipeline as data', async () => {
    const words = ['export', model.id, '--study', study, '--output', at('b.npz'), '--json']
    const { code, stdout } = await runCli(words)
    expect(code).toBe(0)
    const result = JSON.parse(stdout) as Record<string, unknown>
    expect(result).toMatchObject({
      path: at('b.npz'),
      format: 'npz',
      bytes: readFileSync(at('b.npz')).length,
      electrodes: ['C3', 'Cz', 'C4'],
      samples: 320,
      pipelineIncluded: false,
      pipeline: model.pipeline,
    })
    expect((result.pipeline as { sections: number[][] }).sections.every((row) => row.length === 6)).toBe(true)
  })

  test.each([
    [['--format', 'npz', '--output', 'x.onnx'], '--format npz and the ending of x.onnx contradict', 'ends in .npz'],
    [['--format', 'torch'], '--format: expected onnx or npz, got torch.', 'onnx runs anywhere'],
    [['--output', 'x.pt'], 'Expected an output that ends in onnx or npz, got x.pt.', '--format'],
    [['--format', 'onnx', '--output', join(folder, 'none', 'x.onnx')], 'there is no folder', 'Make the folder'],
  ])('%j is refused before anything is read, with what to do', async (words, message, hint) => {
    const { code, stdout } = await runCli(['export', modelFile, ...words, '--json'])
    expect(code).toBe(1)
    const error = errorOf(stdout)
    expect(error.code).toBe('input/invalid')
    expect(error.message).toContain(message)
    expect(error.hint).toContain(hint)
  })

  test('a file that is there stays as it is, unless a person says otherwise', async () => {
    writeFileSync(at('kept.onnx'), 'mine')
    const words = ['export', '--study', study, '--format', 'onnx', '--output', at('kept.onnx')]
    const refused = await runCli([...words, '--json'])
    expect(refused.code).toBe(1)
    expect(errorOf(refused.stdout)).toMatchObject({ code: 'input/invalid', hint: '--force replaces it.' })
    expect(readFileSync(at('kept.onnx'), 'utf8')).toBe('mine')
    expect((await runCli([...words, '--force'])).code).toBe(0)
    expect(readFileSync(at('kept.onnx')).length).toBeGreaterThan(1000)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test.each([
    ['no format', ['export', modelFile], 'input/invalid'],
    ['an unknown format', ['export', modelFile, '--format', 'pickle'], 'input/invalid'],
    ['no model', ['export', '--format', 'npz'], 'input/invalid'],
    ['a model that is not there', ['export', at('none.json'), '--format', 'npz'], 'model/not-found'],
    ['an ID that the study lacks', ['export', 'none', '--study', study, '--format', 'npz'], 'model/not-found'],
    ['a file that is no model', ['export', at('text.json'), '--format', 'npz'], 'model/damaged'],
    ['a folder that is not there', ['export', modelFile, '--output', at('none/x.npz')], 'input/invalid'],
  ])('%s is refused with a way out, and nothing is written', async (_what, words, code) => {
    writeFileSync(at('text.json'), 'no model')
    const before = readdirSync(folder)
    const { code: exit, stdout } = await runCli([...words, '--json'])
    expect(exit).toBe(1)
    const error = errorOf(stdout)
    expect(error.code).toBe(code)
    expect(error.hint).toBeTruthy()
    expect(readdirSync(folder)).toEqual(before)
    expect(existsSync(`${model.id}.npz`)).toBe(false)
  })

  test.skipIf(!python)('what it wrote decodes in Python as here', async () => {
    const random = createRandom(3)
    const windows = [0, 1, 2].map(() => Float32Array.from({ length: 3 * 320 }, () => random.normal()))
    const target = mkdtempSync(at('python-'))
    for (const format of ['onnx', 'npz']) {
      const { code } = await runCli(['export', modelFile, '--output', join(target, `m.${format}`)])
      expect(code).toBe(0)
    }
    const data = Float32Array.from(windows.flatMap((window) => [...window]))
    writeFileSync(join(target, 'm.windows.npy'), encodeNpy({ shape: [3, 3, 320], data }))
    const { m } = JSON.parse(python!.run('decode.py', target)) as {
      m: { npz: { logits: number[][] }; onnx: { probabilities: number[][]; logits: number[][] } }
    }
    const classify = createClassifier(model)
    windows.forEach((window, i) => {
      classify(window).forEach((value, c) => {
        expect(m.onnx.probabilities[i]![c]).toBeCloseTo(Math.exp(value), 5)
        expect(Math.abs(m.onnx.logits[i]![c]! - m.npz.logits[i]![c]!)).toBeLessThan(1e-5)
      })
    })
  })
})
