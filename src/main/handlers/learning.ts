import { app, dialog } from 'electron'
import { join } from 'node:path'
import type { NamedSet } from '../../core/domain/curve'
import type { ExportFormat } from '../../core/domain/export'
import { atomicWrite } from '../../store/atomicWrite'
import type { Study } from '../../store/study'
import { toCurveSummaries, toModelSummary, toSelectionSummaries } from '../views'
import type { AreaHandlers, MainContext } from './context'

/** Names of formats, the same in every language. */
const fileTypes: Readonly<Record<ExportFormat, string>> = { onnx: 'ONNX', npz: 'NumPy' }

export function selectionHandlers({ backends, current, jobs }: MainContext): AreaHandlers<'selection'> {
  return {
    async start(request) {
      const studyPath = current.require().folder
      return jobs.start({ kind: 'select', studyPath, request, webgpu: await backends.webgpuLack() })
    },
    latest: () => current.study?.selections.latest()?.result ?? null,
    list: () => (current.study ? toSelectionSummaries(current.study) : []),
    get: ({ modelId }) => current.require().selections.byModel(modelId)?.result ?? null,
    report: ({ modelId }) => jobs.start({ kind: 'report', studyPath: current.require().folder, modelId }),
    async export({ modelId, format }) {
      const studyPath = current.require().folder
      const { filePath } = await dialog.showSaveDialog({
        defaultPath: join(app.getPath('documents'), `${modelId}.${format}`),
        filters: [{ name: fileTypes[format], extensions: [format] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      return filePath ? jobs.start({ kind: 'export', studyPath, modelId, format, path: filePath }) : null
    },
  }
}

export function curveHandlers({ backends, current, jobs, settings }: MainContext): AreaHandlers<'curve'> {
  return {
    async start(plan) {
      const studyPath = current.require().folder
      return jobs.start({ kind: 'curve', studyPath, plan, webgpu: await backends.webgpuLack() })
    },
    list: () => (current.study ? toCurveSummaries(current.study) : []),
    get: ({ id }) => (current.require().curves.has(id) ? current.require().curves.get(id) : null),
    unfinished: () => current.study?.curves.unfinished() ?? [],
    discard: ({ id }) => current.require().curves.discard(id),
    report({ id }) {
      const studyPath = current.require().folder
      return jobs.start({ kind: 'curve-report', studyPath, id, language: settings.settings.locale })
    },
    async saveFigure({ name, format, content }) {
      const { filePath } = await dialog.showSaveDialog({
        defaultPath: join(app.getPath('documents'), `${name}.${format}`),
        filters: [{ name: format.toUpperCase(), extensions: [format] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      if (!filePath) return null
      atomicWrite(filePath, content)
      return filePath
    },
    ...ownSetHandlers(current),
  }
}

const ownSetsKey = 'curve.ownSets'

function ownSetHandlers(
  current: MainContext['current'],
): Pick<AreaHandlers<'curve'>, 'ownSets' | 'saveOwnSet' | 'removeOwnSet'> {
  const read = ({ settings }: Study): NamedSet[] => settings.get<NamedSet[]>(ownSetsKey) ?? []
  const replace = (name: string, by: readonly NamedSet[]): NamedSet[] => {
    const study = current.require()
    const sets = [...read(study).filter((set) => set.name !== name), ...by]
    study.settings.set(ownSetsKey, sets)
    current.touched()
    return sets
  }
  return {
    ownSets: () => (current.study ? read(current.study) : []),
    saveOwnSet: (set) => replace(set.name, [set]),
    removeOwnSet: ({ name }) => replace(name, []),
  }
}

export function jobHandlers({ jobs }: MainContext): AreaHandlers<'jobs'> {
  return { list: () => jobs.list(), cancel: ({ id }) => jobs.cancel(id) }
}

export function modelHandlers({ current }: MainContext): AreaHandlers<'models'> {
  return { list: () => current.study?.models.list().map(toModelSummary) ?? [] }
}
