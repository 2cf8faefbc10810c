import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'

/** A process that imports files, and says on standard output how far it is, and in the end what came of it and what it cost. */
const [studyPath, ...paths] = process.argv.slice(2) as [string, ...string[]]
const study = openStudy(studyPath, { create: true })
const startedAtMs = performance.now()
const result = await importRecordings(
  study,
  { paths },
  {
    cancellation: { requested: false },
    progress: ({ done }) => void process.stdout.write(`${JSON.stringify({ done })}\n`),
    report: () => undefined,
  },
)
const seconds = (performance.now() - startedAtMs) / 1000
study.close()
// Kilobytes on all systems.
const megabytes = process.resourceUsage().maxRSS / 1024
process.stdout.write(`${JSON.stringify({ result, seconds, megabytes })}\n`)
