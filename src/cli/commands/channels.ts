import { channelTypes, type ChannelType } from '../../core/domain/channelType'
import { AppError } from '../../core/domain/error'
import type { RecordingSummary } from '../../core/domain/recording'
import type { DetailedChannel } from '../../core/domain/recordingDetails'
import type { ChannelChange } from '../../core/montage/channelEdits'
import { toElectrodeName } from '../../core/montage/names'
import { editChannels } from '../../jobs/editChannels'
import { readDetails } from '../../jobs/recordingDetails'
import type { Study } from '../../store/study'
import type { Command, CommandResult } from '../command'
import { namedRecordings, recordingHelp } from '../namedRecordings'
import { withStudy } from '../withStudy'

export const channelsCommand: Command = {
  name: 'channels',
  summary: 'Say what the channels of recordings carry, and where they stand.',
  usage: 'channels STUDY RECORDING… [LABEL=SITE|TYPE|none|file…]',
  help: `
  STUDY                the study's folder
${recordingHelp}
  LABEL=SITE           the channel with this label stands at a site of the 10-05 system: EXG1=C3
  LABEL=TYPE           it carries ${channelTypes.join(', ')}; only EEG takes part in learning
  LABEL=none           it stands at no site
  LABEL=file           back to what the file says

Without a change, lists the channels. The recordings are changed alike, all or none; the files stay as they are.`,
  options: {},
  async run({ paths }) {
    const [folder, ...words] = paths
    const names = words.filter((word) => !word.includes('='))
    if (!folder || names.length === 0) throw notNamed()
    return withStudy(folder, {}, (study) =>
      change(
        study,
        namedRecordings(study, names),
        words.filter((word) => word.includes('=')),
      ),
    )
  },
}

function change(study: Study, recordings: readonly RecordingSummary[], words: readonly string[]): CommandResult {
  const labels = recordings.flatMap(({ id }) =>
    study.recordings.openUnedited(id).info.channels.map(({ label }) => label),
  )
  const changes = words.map((word) => toChange(word, labels))
  const changed = editChannels(study, { recordingIds: recordings.map(({ id }) => id), changes })
  const found = recordings.map(({ id, subject, run }) => ({
    id,
    subject,
    run,
    channels: readDetails(study, id).channels,
  }))
  const lists = found.map(({ subject, run, channels }) => [`${subject} ${run}`, ...channels.map(describe)].join('\n'))
  const text = words.length > 0 ? `${changed} of ${recordings.length} recordings changed.\n` : ''
  return { json: { changed, recordings: found }, text: `${text}${lists.join('\n')}\n` }
}

/** A label may have an equals sign of its own; the wish has none. */
function toChange(word: string, labels: readonly string[]): ChannelChange {
  const at = word.lastIndexOf('=')
  const [label, wish] = [word.slice(0, at), word.slice(at + 1)]
  if (!labels.includes(label)) throw unknownChannel(label, [...new Set(labels)])
  // Found by its label in each recording.
  const channel = Number.MAX_SAFE_INTEGER
  const plain = wish.toLowerCase()
  if (plain === 'file') return { channel, label, reset: true }
  if (plain === 'none') return { channel, label, electrode: null }
  if (isChannelType(plain)) return { channel, label, type: plain }
  if (toElectrodeName(wish) === null) throw unknownWish(label, wish)
  return { channel, label, electrode: wish }
}

const isChannelType = (word: string): word is ChannelType => channelTypes.some((type) => type === word)

const describe = ({ label, electrode, type, unit, edited }: DetailedChannel): string =>
  `  ${label.padEnd(20)} ${(electrode ?? 'no site').padEnd(8)} ${type.padEnd(8)} ${unit.padEnd(8)} ${edited ? 'set by hand' : ''}`.trimEnd()

const unknownChannel = (label: string, labels: readonly string[]): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `No channel is called ${label}.`,
    hint: `The channels are ${labels.slice(0, 80).join(', ')}.`,
    values: { got: label },
  })
const unknownWish = (label: string, wish: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `${label} cannot be ${wish}: neither a site of the 10-05 system nor a type.`,
    hint: `Name a site such as C3, a type (${channelTypes.join(', ')}), none, or file.`,
    values: { got: wish },
  })
const notNamed = (): AppError =>
  new AppError({
    code: 'input/invalid',
    message: 'Name the folder of a study, and a recording.',
    hint: 'sparsecap channels my-study S001 EXG1=C3 HEOG=eog',
  })
