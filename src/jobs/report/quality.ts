import type { ChannelFindings, QualityCriterion, RecordingQuality } from '../../core/domain/quality'

const names: Readonly<Record<string, string>> = {
  railed: 'at its rail',
  flat: 'flat',
  clipped: 'cut off',
  'line-noise': 'line noise',
  noisy: 'amplitude',
  weak: 'amplitude',
  deviating: 'amplitude against the other channels',
  uncorrelated: 'correlation with neighbours',
  bridged: 'electrical distance',
  muscle: 'power above 40 Hz',
  drift: 'drift in 10 s',
  lost: 'not recorded',
  silent: 'nothing on any channel',
  'bad-channels': 'channels not usable',
}

const suggestions: Readonly<Record<NonNullable<QualityCriterion['suggestion']>, string>> = {
  'leave-out': 'leave it out',
  look: 'look at its signal',
  'high-pass': 'the high-pass takes care of it',
  notch: 'look for its source; the pipeline’s low-pass lies below it',
  'check-gel': 'look for gel between the two',
  'check-recording': 'look at the recording',
}

/** "flat 12.1 % (limit 5 %): leave it out" */
export function describeCriterion(found: QualityCriterion<string>): string {
  const { key, value, limit, unit, sound, partner, suggestion } = found
  const side = sound === 'below' ? 'below' : 'above'
  const what = `${names[key] ?? key}${partner ? ` to ${partner}` : ''} ${withUnit(value ?? NaN, unit)}`
  return `${what} (sound ${side} ${withUnit(limit, unit)})${suggestion ? `: ${suggestions[suggestion]}` : ''}`
}

const withUnit = (value: number, unit: QualityCriterion['unit']): string => {
  const digits = unit === 'r' || Math.abs(value) < 1 ? 2 : 1
  return `${value.toFixed(digits)}${unit === 'r' || unit === 'z' ? '' : ` ${unit}`}`
}

/** All that is not good, in lines; what the numbers are from first. */
export function describeQuality(
  found: RecordingQuality,
  marks: { bad: readonly string[]; ignored: readonly string[] },
) {
  const channels = found.channels.filter(({ verdict }) => verdict !== 'good')
  const unjudged = whyNotJudged(found, found.channels.length)
  if (unjudged) return [unjudged]
  return [
    describeBasis(found),
    ...found.findings
      .filter(({ verdict }) => verdict !== 'good')
      .map((one) => `${one.verdict}  ${describeCriterion(one)}`),
    ...channels.map((one) => describeChannel(one, marks)),
    `${found.channels.length - channels.length} of ${found.channels.length} electrodes good`,
  ]
}

function describeChannel(
  { electrode, verdict, criteria }: ChannelFindings,
  marks: { bad: readonly string[]; ignored: readonly string[] },
) {
  const found = criteria.filter((one) => one.verdict !== 'good').map(describeCriterion)
  const mark = marks.bad.includes(electrode) ? '  [marked bad]' : marks.ignored.includes(electrode) ? '  [ignored]' : ''
  return `${verdict.padEnd(4)}  ${electrode.padEnd(5)} ${found.join('; ')}${mark}`
}

/** Why nothing can be said of the signals; null where it can. `judged`: how many channels were. */
export function whyNotJudged(
  { windows, windowSeconds }: Omit<RecordingQuality, 'channels'>,
  judged: number,
): string | null {
  if (judged === 0) return 'not judged: no EEG channel has a site'
  return windows === 0
    ? `not judged: too short, or too little of it was recorded; expected ${windowSeconds} s in one piece`
    : null
}

export function describeBasis({
  verdict,
  seconds,
  windows,
  windowSeconds,
  mains,
  mainsFound,
}: Omit<RecordingQuality, 'channels'>): string {
  const line = mains.find(({ hertz }) => hertz === mainsFound)
  const heard =
    mains.length === 0
      ? 'cannot be seen at this rate'
      : line
        ? `${line.hertz} Hz, ${line.median.toFixed(1)} dB above its surroundings`
        : 'none found'
  return `${verdict}: from ${seconds.toFixed(0)} s, spectra and correlations from ${windows} windows of ${windowSeconds} s; mains: ${heard}`
}
