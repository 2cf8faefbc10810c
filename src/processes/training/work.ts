import type { BackendStatus } from '../../core/domain/backend'
import type { JobContext } from '../../core/domain/job'
import { rebuildPyramid } from '../../jobs/buildPyramid'
import { checkLabels } from '../../jobs/checkLabels'
import { importDemoStudy } from '../../jobs/demoStudy'
import { selectCurve } from '../../jobs/curve/selectCurve'
import { exportDecoder } from '../../jobs/export/exportDecoder'
import { exportBids } from '../../jobs/exportBids/exportBids'
import { exportEpochs } from '../../jobs/exportEpochs/exportEpochs'
import { fetchIntoStudy } from '../../jobs/fetchIntoStudy'
import { importRecordings } from '../../jobs/importRecordings'
import type { BackendsElsewhere } from '../../jobs/learning/backendSource'
import { checkBackends, surveyBackends } from '../../jobs/learning/checkBackends'
import { installBackend, removeBackend } from '../../jobs/learning/installBackend'
import { backendParts } from '../../jobs/learning/startLearning'
import type { SelectionJobContext } from '../../jobs/learnSelection'
import { writeCurveReport } from '../../jobs/report/curveReport'
import { writeModelReport } from '../../jobs/report/modelReport'
import { selectElectrodes } from '../../jobs/selectElectrodes'
import type { JobOutcome, JobReport } from '../../ipc/contract'
import type { Work } from '../../ipc/trainingProcess'
import { openStudy } from '../../store/study'
import { withGraphics } from './graphics'

export interface WorkContext extends JobContext<JobReport>, Pick<SelectionJobContext, 'announce' | 'keep' | 'resume'> {
  readonly elsewhere: BackendsElsewhere
}

/** The body of each kind of job. */
export async function work(order: Work, context: WorkContext): Promise<JobOutcome> {
  const { cancellation, progress } = context
  switch (order.kind) {
    case 'backends': {
      const parts = await backendParts({ ...context, elsewhere: withGraphics(context.elsewhere, order) })
      const gone = context.resume?.lost.map(({ backend }) => backend) ?? []
      const names = order.names.filter((name) => !gone.includes(name))
      const report = (statuses: readonly BackendStatus[]): void => context.report({ kind: 'backends', statuses })
      const statuses = await checkBackends(names, parts, { cancellation, progress, report })
      return { kind: 'backends', statuses, notKept: parts.records.notKept }
    }
    case 'install-tensorflow': {
      const elsewhere = withGraphics(context.elsewhere, order)
      return { kind: 'install-tensorflow', ...(await installBackend({ cancellation, progress, elsewhere })) }
    }
    case 'remove-tensorflow': {
      removeBackend()
      const parts = await backendParts({ ...context, elsewhere: withGraphics(context.elsewhere, order) })
      return { kind: 'remove-tensorflow', statuses: await surveyBackends(parts) }
    }
    default:
      return workOnStudy(order, context)
  }
}

type StudyWork = Extract<Work, { studyPath: string }>

/** With the study open for as long as it takes. */
async function workOnStudy(order: StudyWork, context: WorkContext): Promise<JobOutcome> {
  const study = openStudy(order.studyPath)
  const { cancellation, progress } = context
  try {
    await study.recordings.prepare()
    switch (order.kind) {
      case 'import': {
        const result = await importRecordings(
          study,
          { paths: order.paths, keepPartial: order.keepPartial, ...(order.streams ? { streams: order.streams } : {}) },
          { cancellation, progress, report: (value) => context.report({ kind: 'import', import: value }) },
        )
        return { kind: 'import', import: result }
      }
      case 'fetch': {
        const result = await fetchIntoStudy(study, order.choice, {
          cancellation,
          progress,
          report: (value) => context.report({ kind: 'import', import: value }),
        })
        return { kind: 'fetch', import: result.import }
      }
      case 'demo': {
        const result = await importDemoStudy(study, {
          cancellation,
          progress,
          report: (value) => context.report({ kind: 'import', import: value }),
        })
        return { kind: 'demo', import: result }
      }
      case 'select': {
        const selection = await selectElectrodes(study, order.request, {
          ...context,
          elsewhere: withGraphics(context.elsewhere, order),
          report: (value) => context.report({ kind: 'select', selection: value }),
        })
        return { kind: 'select', selection }
      }
      case 'curve': {
        const finding = await selectCurve(study, order.plan, {
          ...context,
          elsewhere: withGraphics(context.elsewhere, order),
          report: (value) => context.report({ kind: 'curve', curve: value }),
        })
        return { kind: 'curve', finding }
      }
      case 'curve-report':
        return { kind: 'curve-report', path: writeCurveReport(study, order.id, { language: order.language }).html }
      case 'check-labels':
        context.report({ kind: 'check-labels', subject: order.request.subject, studyPath: order.studyPath })
        return { kind: 'check-labels', check: await checkLabels(study, order.request, context) }
      case 'overview':
        await rebuildPyramid(study, order.recordingId, { cancellation, progress })
        return { kind: 'overview', recordingId: order.recordingId }
      case 'report':
        return { kind: 'report', path: await writeModelReport(study, order.modelId) }
      case 'export-study': {
        const { request } = order
        const write = (): Promise<{ path: string }> =>
          request.form === 'bids' ? exportBids(study, request, context) : exportEpochs(study, request, context)
        return { kind: 'export-study', path: (await write()).path }
      }
      case 'export': {
        const { path } = exportDecoder(study.models.load(order.modelId), order.format, order.path)
        return { kind: 'export', path }
      }
    }
  } finally {
    study.close()
  }
}
