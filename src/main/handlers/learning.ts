import { toModelSummary, toSelectionSummaries } from '../views'
import type { AreaHandlers, MainContext } from './context'

export function selectionHandlers({ current, jobs }: MainContext): AreaHandlers<'selection'> {
  return {
    start: (request) => jobs.start({ kind: 'select', studyPath: current.require().folder, request }),
    latest: () => current.study?.selections.latest()?.result ?? null,
    list: () => (current.study ? toSelectionSummaries(current.study) : []),
    get: ({ modelId }) => current.require().selections.byModel(modelId)?.result ?? null,
    report: ({ modelId }) => jobs.start({ kind: 'report', studyPath: current.require().folder, modelId }),
  }
}

export function jobHandlers({ jobs }: MainContext): AreaHandlers<'jobs'> {
  return { list: () => jobs.list(), cancel: ({ id }) => jobs.cancel(id) }
}

export function modelHandlers({ current }: MainContext): AreaHandlers<'models'> {
  return { list: () => current.study?.models.list().map(toModelSummary) ?? [] }
}
