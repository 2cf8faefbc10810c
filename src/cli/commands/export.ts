import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { ExportFormat } from '../../core/domain/export'
import { exportFormats, formatOf } from '../../core/domain/export'
import { controlText, firstDecoder, onlyControls, type TrainedModel } from '../../core/domain/model'
import { className } from '../../jobs/report/format'
import type { DecoderExport } from '../../jobs/export/exportDecoder'
import { exportDecoder } from '../../jobs/export/exportDecoder'
import { decodeModel } from '../../store/modelFile'
import { openStudy } from '../../store/study'
import type { Command, CommandInput } from '../command'
import { outputFile } from '../outputFile'

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write a trained decoder as ONNX or npz, for Python.',
  usage: 'export MODEL --format onnx|npz [--output FILE]',
  help: `
  MODEL                a model's file (models/ID.json in a study), or its ID with --study
  --study FOLDER       the study; without MODEL its newest decoder
  --format onnx|npz    onnx: to run anywhere. npz: weights in PyTorch's layout, to go on learning. By default what FILE ends in
  --output FILE        where to (ID.onnx or ID.npz in this folder)
  --force              replace a file that is there

Filters, resampling and standardisation are not in the file; its metadata describes them in full, and docs/python/README.md
says how to do them in Python.`,
  options: {
    study: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
    force: { type: 'boolean' },
  },
  async run(input) {
    const format = formatFor(input)
    const model = loadModel(input)
    const output = input.values.output
    const path = outputFile(typeof output === 'string' ? output : `${model.id}.${format}`, input.values.force === true)
    const result = exportDecoder(model, format, path)
    return { json: toJson(result), text: describe(result) }
  },
}

function formatFor({ values }: CommandInput): ExportFormat {
  const { format, output } = values
  const file = typeof output === 'string' ? output : null
  const named = exportFormats.find((known) => known === String(format).toLowerCase())
  const ending = file === null ? null : formatOf(file)
  if (format !== undefined && !named) throw invalid(`--format: expected ${formats}, got ${String(format)}.`, formatHint)
  if (named && ending && named !== ending)
    throw invalid(
      `--format ${named} and the ending of ${file} contradict each other.`,
      `Leave out --format to write ${ending}, or name a file that ends in .${named}.`,
    )
  const meant = named ?? ending
  if (meant) return meant
  throw file === null
    ? invalid(`--format: expected ${formats}, got nothing.`, formatHint)
    : invalid(`Expected an output that ends in ${formats}, got ${file}.`, 'Say the format with --format.')
}

const formats = exportFormats.join(' or ')
const formatHint = 'onnx runs anywhere; npz has the weights in PyTorch’s layout, to go on learning.'

function loadModel({ values, paths }: CommandInput): TrainedModel {
  const [named] = paths
  if (paths.length > 1) throw invalid(`Expected one model, got ${paths.length}.`, 'Export one after the other.')
  if (typeof values.study === 'string') return loadFromStudy(values.study, named)
  if (!named) throw invalid('Name a model.', 'A file models/ID.json of a study, or --study FOLDER and an ID.')
  if (existsSync(named) && statSync(named).isFile()) return decodeModel(readFileSync(named, 'utf8'), basename(named))
  throw new AppError({
    code: 'model/not-found',
    message: `There is no model file ${named}.`,
    hint: 'Name a file models/ID.json of a study, or give --study FOLDER and an ID.',
    values: { id: named },
  })
}

function loadFromStudy(folder: string, named: string | undefined): TrainedModel {
  const study = openStudy(resolve(folder))
  try {
    const models = study.models.list()
    const id = named ?? firstDecoder(models)?.id
    if (id) return study.models.load(id)
    if (models.length > 0) throw onlyControls(models.length)
  } finally {
    study.close()
  }
  throw new AppError({
    code: 'model/not-found',
    message: 'The study has no model.',
    hint: 'Make one with "sparsecap select".',
  })
}

function toJson({ path, format, bytes, metadata }: DecoderExport) {
  const { model, control, electrodes, classes, sampleRate, samples, pipeline, note } = metadata
  const contents = { model, control, electrodes, classes, sampleRate, samples }
  return { path, format, bytes, ...contents, pipelineIncluded: false, note, pipeline }
}

const describe = ({ path, metadata }: DecoderExport): string => `${path}
Input: ${metadata.electrodes.join(' ')}, ${metadata.samples} samples at ${metadata.sampleRate} Hz. Output: ${metadata.classes.map(className).join(', ')}
Filters, resampling and standardisation are not in the file: they come before it. Its metadata describes them in full;
docs/python/README.md says how to do them in Python.
${metadata.control ? `${metadata.model} was ${controlText}.\n` : ''}`

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
