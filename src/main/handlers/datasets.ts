import type { DatasetView } from '../../core/domain/dataset'
import type { AreaHandlers, MainContext } from './context'

export function datasetHandlers({ current, jobs, questions }: MainContext): AreaHandlers<'datasets'> {
  return {
    list: () => questions.ask<DatasetView[]>({ kind: 'datasets' }),
    fetch: (choice) => jobs.start({ kind: 'fetch', studyPath: current.require().folder, choice }),
  }
}
