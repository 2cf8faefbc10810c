import { rmSync } from 'node:fs'
import type { TrainedModel } from '../core/domain/model'
import type { SelectionRequest, SelectionResult } from '../core/domain/training'
import type { StoreContext } from './context'
import type { Models } from './models'

export interface SavedSelection {
  readonly id: number
  readonly createdAtMs: number
  readonly request: SelectionRequest
  readonly result: SelectionResult
}

export interface Selections {
  /** Newest first. */
  list(): SavedSelection[]
  /** The newest that is no control. */
  latest(): SavedSelection | null
  byModel(modelId: string): SavedSelection | null
  /** Saves a finished selection with its model: both or neither. */
  save(request: SelectionRequest, result: SelectionResult, model: TrainedModel): void
}

interface Row {
  id: number
  created_at_ms: number
  request: string
  result: string
}

export function createSelections({ catalogue, audit, now }: StoreContext, models: Models): Selections {
  const list = (): SavedSelection[] => catalogue.all<Row>('SELECT * FROM selections ORDER BY id DESC').map(toSelection)
  return {
    list,
    latest: () => {
      const decodes = `coalesce(json_extract(request, '$.shuffleLabels'), 0) = 0`
      const row = catalogue.get<Row>(`SELECT * FROM selections WHERE ${decodes} ORDER BY id DESC LIMIT 1`)
      return row ? toSelection(row) : null
    },
    byModel: (modelId) => list().find(({ result }) => result.modelId === modelId) ?? null,
    save(request, result, model) {
      try {
        catalogue.transaction(() => {
          models.save(model)
          const sql = 'INSERT INTO selections (created_at_ms, model_id, request, result) VALUES (?, ?, ?, ?)'
          const id = catalogue.run(sql, now(), model.id, JSON.stringify(request), JSON.stringify(result))
          audit.append({
            what: `selection.add ${id}`,
            after: { request, electrodes: result.electrodes, modelId: model.id },
          })
        })
      } catch (thrown) {
        rmSync(models.path(model.id), { force: true })
        throw thrown
      }
    },
  }
}

function toSelection(row: Row): SavedSelection {
  const request = JSON.parse(row.request) as SelectionRequest
  const result = JSON.parse(row.result) as SelectionResult
  return { id: row.id, createdAtMs: row.created_at_ms, request, result: completed(result, request) }
}

/** Results of before 0.2 say neither their decoder nor that they are a control. */
const completed = (result: SelectionResult, request: SelectionRequest): SelectionResult => ({
  ...result,
  decoder: request.decoder ?? 'network',
  ...(request.shuffleLabels && { control: 'shuffled-labels' }),
})
