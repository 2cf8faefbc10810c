import type { JobContext } from '../../core/domain/job'
import { importDemoStudy } from '../../jobs/demoStudy'
import { exportDecoder } from '../../jobs/export/exportDecoder'
import { importRecordings } from '../../jobs/importRecordings'
import { writeModelReport } from '../../jobs/report/modelReport'
import { selectElectrodes } from '../../jobs/selectElectrodes'
import type { JobOutcome, JobReport } from '../../ipc/contract'
import type { Work } from '../../ipc/trainingProcess'
import { openStudy } from '../../store/study'

/** The body of each kind of job, with the study open for as long as it takes. */
export async function work(order: Work, context: JobContext<JobReport>): Promise<JobOutcome> {
  const study = openStudy(order.studyPath)
  const { cancellation, progress } = context
  try {
    switch (order.kind) {
      case 'import': {
        const result = await importRecordings(
          study,
          { paths: order.paths, keepPartial: order.keepPartial },
          { cancellation, progress, report: (value) => context.report({ kind: 'import', import: value }) },
        )
        return { kind: 'import', import: result }
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
          cancellation,
          progress,
          report: (value) => context.report({ kind: 'select', selection: value }),
        })
        return { kind: 'select', selection }
      }
      case 'report':
        return { kind: 'report', path: await writeModelReport(study, order.modelId) }
      case 'export': {
        const { path } = exportDecoder(study.models.load(order.modelId), order.format, order.path)
        return { kind: 'export', path }
      }
    }
  } finally {
    study.close()
  }
}
