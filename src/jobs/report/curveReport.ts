import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { curveCsv } from '../../core/domain/curveTable'
import type { WordingLanguage } from '../../core/domain/curveWording'
import type { Cap } from '../../core/domain/electrode'
import { presetCaps } from '../../core/montage/caps'
import { atomicWrite } from '../../store/atomicWrite'
import type { Study } from '../../store/study'
import { isWearable, renderAnswer } from './answer/answerHtml'
import { chartSvg } from './answer/chartSvg'
import { coordsystemJson, electrodesTsv, wiringTsv } from './answer/sheets'

export interface CurveReportOptions {
  readonly language?: WordingLanguage
  /** Where to; the study's `reports/` by default. */
  readonly folder?: string
  /** The cap to wire; by default the one in use in the study. */
  readonly cap?: Cap | null
  /** The chart (SVG) and its table (CSV) as files of their own. */
  readonly figure?: boolean
  readonly now?: Date
}

/** Paths of what was written. Sheets of the montage are there only where a set may be worn. */
export interface CurveReportFiles {
  readonly html: string
  readonly electrodes: string | null
  readonly coordsystem: string | null
  readonly wiring: string | null
  readonly svg: string | null
  readonly csv: string | null
}

/** Writes an answer over N for the file, with BIDS electrodes and a wiring sheet beside it. Throws `file/not-found`, `disk/…`. */
export function writeCurveReport(study: Study, id: string, options: CurveReportOptions = {}): CurveReportFiles {
  const { language = 'en', folder = join(study.folder, 'reports'), figure = false, now = new Date() } = options
  const finding = study.curves.get(id)
  const cap = options.cap === undefined ? capInUse(study) : options.cap
  const write = (name: string, content: string): string => {
    const path = join(folder, `${id}${name}`)
    atomicWrite(path, content)
    return path
  }
  const { electrodes } = finding.recommendation
  const worn = isWearable(finding)
  const chart = { language, width: 780, height: 320, standalone: true }
  // The page comes last: where it is there, so is what it belongs to.
  const beside = {
    electrodes: worn ? write('_electrodes.tsv', electrodesTsv(electrodes)) : null,
    coordsystem: worn ? write('_coordsystem.json', coordsystemJson()) : null,
    wiring: worn ? write('_wiring.tsv', wiringTsv(electrodes, cap)) : null,
    svg: figure ? write('.svg', chartSvg(finding, chart)) : null,
    csv: figure ? write('.csv', curveCsv(finding)) : null,
  }
  const recordingIds = new Set(finding.data.map(({ recordingId }) => recordingId))
  const page = renderAnswer({
    ...{ finding, language, cap },
    simulated: study.recordings.list().some(({ id: own, origin }) => recordingIds.has(own) && origin === 'simulator'),
    fileHash: createHash('sha256')
      .update(readFileSync(join(study.curves.folder(id), 'selection.json')))
      .digest('hex'),
    writtenAt: now.toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
  })
  return { html: write('.html', page), ...beside }
}

/** As the Cap screen has it; null where none was chosen. */
function capInUse(study: Study): Cap | null {
  const id = study.settings.get<string>('cap.inUse')
  return [...study.caps.list(), ...presetCaps].find((cap) => cap.id === id) ?? null
}
