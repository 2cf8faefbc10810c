import { createHash } from 'node:crypto'
import { createRandom } from '../../src/core/domain/random'
import { hertz, samples } from '../../src/core/domain/units'
import { eventMapFor } from '../../src/core/formats/eventMaps'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { openStudy } from '../../src/store/study'

const labels = ['Fc5.', 'C3..', 'Cz..', 'C4..', 'EXG1']
const runs = Array.from({ length: 14 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`)

/**
 * A study of `subjects` × 14 tiny recordings, catalogued straight through the store: names of EEGMMIDB, two seconds of five
 * channels, two cues. Every tenth subject came twice, so that there are sessions.
 */
export function makeManyRecordings(folder: string, subjects = 109): number {
  const study = openStudy(folder, { create: true })
  const random = createRandom(7)
  const data = labels.map(() => Float32Array.from({ length: 320 }, () => 20 * random.normal()))
  const markers = [40, 200].map((sample, i) => ({ code: `T${i + 1}`, sample: samples(sample) }))
  try {
    study.transaction(() => {
      for (let subject = 1; subject <= subjects; subject++)
        runs.forEach((run, at) => {
          const code = `S${String(subject).padStart(3, '0')}`
          // Samples of its own, or it would be the same recording as the last one.
          data[0]![0] = subject + at / 100
          const bytes = writeEdf({
            ...{ subjectCode: code, startedAt: '2024-03-09T10:20:30', equipment: 'Test' },
            ...{ sampleRate: hertz(160), labels, data, markers },
          })
          const fileName = `${code}${run}.edf`
          const recording = {
            ...{ hash: createHash('sha256').update(bytes).digest('hex'), fileName, format: 'edf+' as const },
            ...{
              subject: code,
              run,
              sampleRate: hertz(160),
              sampleCount: samples(320),
              problems: [],
              origin: 'file' as const,
            },
            ...(subject % 10 === 0 ? { session: at < 7 ? 'before' : 'after' } : {}),
            ...{ electrodes: ['FC5', 'C3', 'Cz', 'C4'], channelLabels: labels, markerCounts: { T1: 1, T2: 1 } },
          }
          study.recordings.add(recording, eventMapFor(fileName, ['T1', 'T2']), bytes)
        })
    })
    return study.recordings.list().length
  } finally {
    study.close()
  }
}
