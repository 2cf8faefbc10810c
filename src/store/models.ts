import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import { toDecoderSpec } from '../core/domain/decoder'
import type { ModelHeader, ModelProvenance, TrainedModel } from '../core/domain/model'
import { atomicWrite } from './atomicWrite'
import type { StoreContext } from './context'
import { decodeModel, encodeModel } from './modelFile'
import { toDiskError } from './diskError'
import { migrateHeader, type StoredHeader } from './modelVersions'

export interface Models {
  /** Newest first, without the weights. */
  list(): ModelHeader[]
  /** Throws `model/not-found`. */
  header(id: string): ModelHeader
  /** Writes `models/ID.json` and the catalogue row: both or neither. */
  save(model: TrainedModel): void
  /** Throws `model/not-found`, `model/damaged`, `model/newer`. */
  load(id: string): TrainedModel
  remove(id: string): void
  path(id: string): string
}

interface Row {
  header: string
  checksum: string
  shuffled: number | null
}

/** Controls of before 0.2 bear no mark; what they were asked for is known. */
const columns = `header, checksum, (SELECT max(json_extract(request, '$.shuffleLabels')) FROM selections WHERE model_id = models.id) AS shuffled`

export function createModels({ folder, catalogue, audit }: StoreContext): Models {
  const path = (id: string): string => join(folder, 'models', `${id}.json`)
  const row = (id: string): Row => catalogue.get<Row>(`SELECT ${columns} FROM models WHERE id = ?`, id) ?? missing(id)
  const header = (id: string): ModelHeader => toHeader(row(id))
  return {
    list: () => catalogue.all<Row>(`SELECT ${columns} FROM models ORDER BY created_at_ms DESC, id`).map(toHeader),
    header,
    path,
    save(model) {
      const { text, checksum } = encodeModel(model)
      atomicWrite(path(model.id), text)
      try {
        catalogue.transaction(() => {
          const values = [model.id, model.createdAtMs, checksum, headerText(model)]
          catalogue.run('INSERT INTO models VALUES (?, ?, ?, ?)', ...values)
          audit.append({ what: `model.add ${model.id}`, after: { checksum, provenance: model.provenance } })
        })
      } catch (thrown) {
        rmSync(path(model.id), { force: true })
        throw thrown
      }
    },
    load(id) {
      const known = row(id)
      return marked(decodeModel(readText(path(id), id), `${id}.json`), known)
    },
    remove(id) {
      const before = header(id)
      catalogue.transaction(() => {
        catalogue.run('DELETE FROM models WHERE id = ?', id)
        audit.append({ what: `model.remove ${id}`, before: before.provenance })
      })
      removeFile(path(id))
    },
  }
}

const marker = '\u221e'

/** JSON has no infinity, and a decision without fading has an infinite memory. */
function headerText(model: TrainedModel): string {
  const header: ModelHeader = { ...model, decoder: toDecoderSpec(model.decoder) }
  return JSON.stringify(header, (_key, value: unknown) => (value === Infinity ? marker : value))
}

const toHeader = (row: Row): ModelHeader =>
  marked(
    migrateHeader(
      JSON.parse(row.header, (_key, value: unknown) => (value === marker ? Infinity : value)) as StoredHeader,
    ),
    row,
  )

const marked = <Model extends { readonly provenance: ModelProvenance }>(model: Model, { shuffled }: Row): Model =>
  shuffled ? { ...model, provenance: { ...model.provenance, control: 'shuffled-labels' } } : model

function readText(path: string, id: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    return missing(id, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}

function missing(id: string, detail?: string): never {
  throw new AppError({
    code: 'model/not-found',
    message: `The study has no model named ${id}`,
    hint: 'Choose another model, or choose the electrodes again.',
    detail,
    values: { id },
  })
}
