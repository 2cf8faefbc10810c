import type { SessionRequest } from '../../src/core/domain/session'
import { createSystemClock, systemTimers } from '../../src/jobs/stream/clock'
import { runSession } from '../../src/jobs/stream/session'
import { openStudy } from '../../src/store/study'

/** A process that records a session until it is killed; says on standard output how many outputs there were. */
const [studyPath, nativesFolder, request] = process.argv.slice(2) as [string, string, string]
let outputs = 0
await runSession(openStudy(studyPath), JSON.parse(request) as SessionRequest, {
  nativesFolder,
  clock: createSystemClock(),
  timers: systemTimers,
  cancellation: { requested: false },
  sink: (message) => {
    if (message.kind !== 'outputs') return
    outputs += message.items.length
    process.stdout.write(`${outputs}\n`)
  },
})
