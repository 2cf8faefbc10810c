import { existsSync, readFileSync } from 'node:fs'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'

/** A process that imports files, and says on standard output how far it is, and in the end what came of it and what it cost. */
const status = '/proc/self/status'
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
const megabytes = peakKilobytes() / 1024
process.stdout.write(`${JSON.stringify({ result, seconds, megabytes })}\n`)

/** Linux counts what the parent had when it started this process into `maxRSS`; the peak of this program alone stands in its status. */
function peakKilobytes(): number {
  const own = existsSync(status) ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return own === undefined ? process.resourceUsage().maxRSS : Number(own)
}
