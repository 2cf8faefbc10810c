import { mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { WordingLanguage } from '../../core/domain/curveWording'
import { writeCurveReport, type CurveReportFiles } from '../../jobs/report/curveReport'
import { toDiskError } from '../../store/diskError'
import type { Command, CommandInput } from '../command'
import { capNamed } from '../curvePlan'
import { answerNamed } from '../namedSets'
import { studyOf } from './curve'
import { withStudy } from '../withStudy'

export const reportCommand: Command = {
  name: 'report',
  summary: 'Write an answer over N as a page for the file, with wiring sheet and BIDS electrodes.',
  usage: 'report STUDY [ANSWER] [--output FOLDER] [--figure] [--language en|zh-CN]',
  help: `
  STUDY, --study FOLDER  the study
  ANSWER               which answer, as "sparsecap select" named it; the newest by default
  --output FOLDER      where to; the study's reports by default
  --figure             the chart (SVG) and the table of all sets (CSV) as well
  --cap NAME           the cap to wire; by default the one in use in the study
  --language CODE      en (default) or zh-CN

The page is whole in itself: no script, nothing fetched. The window's Report also prints it as PDF; any browser can.`,
  options: {
    study: { type: 'string' },
    output: { type: 'string' },
    figure: { type: 'boolean' },
    cap: { type: 'string' },
    language: { type: 'string' },
  },
  run: (input) =>
    withStudy(studyOf(input), {}, (study) => {
      const { output, cap, figure } = input.values
      const { id } = answerNamed(study, answersNamed(input)[0])
      const files = writeCurveReport(study, id, {
        language: languageOf(input),
        figure: figure === true,
        ...(typeof output === 'string' ? { folder: outputFolder(output) } : {}),
        ...(cap === undefined ? {} : { cap: capNamed(study, cap) }),
      })
      return { json: { id, ...files, pdf: null }, text: describe(files) }
    }),
}

/** Words after the study. */
export const answersNamed = ({ values, paths }: CommandInput): readonly string[] =>
  typeof values['study'] === 'string' ? paths : paths.slice(1)

function languageOf({ values: { language } }: CommandInput): WordingLanguage {
  if (language === undefined || language === 'en' || language === 'zh-CN') return language ?? 'en'
  throw new AppError({
    code: 'input/invalid',
    message: `--language: expected en or zh-CN, got ${String(language)}.`,
    hint: 'See --help.',
  })
}

function outputFolder(named: string): string {
  const folder = resolve(named)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    if (isFile(folder)) {
      throw new AppError({
        code: 'input/invalid',
        message: `Expected a folder, got the file ${folder}.`,
        hint: 'Name a folder; it is made where there is none.',
      })
    }
    throw toDiskError(thrown, folder)
  }
  return folder
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function describe({ html, electrodes, coordsystem, wiring, svg, csv }: CurveReportFiles): string {
  const written = [html, electrodes, coordsystem, wiring, svg, csv].filter((path) => path !== null)
  const none = wiring === null ? 'No wiring sheet: this answer recommends no set.\n' : ''
  return `${written.join('\n')}\n${none}`
}
