import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { movementClasses } from '../../src/core/domain/trial'
import { importRecordings } from '../../src/jobs/importRecordings'
import { selectElectrodes } from '../../src/jobs/selectElectrodes'
import { openStudy } from '../../src/store/study'
import { dataFolder } from '../../test/support/data'
import type { Row } from '../support/rows'

const runs = ['R04', 'R06', 'R08', 'R10', 'R12', 'R14']
const limitMs = 5000

/** All of a person's work at the command line: six raw files of S001 (90 trials) to eight electrodes with their weights and
 *  the accuracy on the held-out runs. Nothing when the recordings are not there. */
export async function measureTraining(): Promise<Row[]> {
  const data = dataFolder()
  if (!data) {
    process.stderr.write('No recordings beside the project (SPARSECAP_DATA): the whole training is left out.\n')
    return []
  }
  let best = Infinity
  for (let repeat = 0; repeat < 3; repeat++) best = Math.min(best, await train(data))
  const what = 'a whole training of 8 of 64 electrodes on the 90 trials of S001, raw files to weights'
  return [
    { what, ours: best, peer: limitMs, peerName: 'the limit', ratio: limitMs / best, unit: 'ms', goal: 'at most 5 s' },
  ]
}

async function train(data: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-bench-'))
  const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
  const start = performance.now()
  const study = openStudy(join(folder, 'study'), { create: true })
  try {
    await importRecordings(study, { paths: runs.map((run) => join(data, `eegmmidb/S001/S001${run}.edf`)) }, context)
    const request = {
      subject: 'S001',
      recordingIds: study.recordings.list().map(({ id }) => id),
      classes: movementClasses,
      electrodes: 8,
      candidates: [],
      keep: [],
      avoid: [],
      seed: 1,
      steps: 400,
      shuffleLabels: false,
      backend: 'cpu',
    } as const
    await selectElectrodes(study, request, context)
    return performance.now() - start
  } finally {
    study.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
