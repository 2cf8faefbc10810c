import type { ChannelType } from '../domain/channelType'
import { toElectrodeName } from './names'

/** Words of labels, in the order in which they decide; a word stands alone, or with a number, a side or a site. */
const words: readonly (readonly [RegExp, ChannelType])[] = [
  [
    /^(status|trig(ger)?s?|stim?(uli|ulus)?|sti ?\d+|dc\d+ ?trig|markers?|events?|digital|din|dtrig|ttl|photo(diode)?)[\s\d_-]*$/,
    'trigger',
  ],
  [/(^|[^a-z])[hvr]?e[o0]gs?([lrhv]|ul|ll|ur|lr)?($|[^a-z])/, 'eog'],
  [/^(loc|roc)([^a-z]|$)/, 'eog'],
  [/(^|[^a-z])e[ck]gs?[lr]?($|[^a-z])/, 'ecg'],
  [/(^|[^a-z])emgs?[lr]?($|[^a-z])/, 'emg'],
  [/^(chin|submental|masseter|tib|leg|arm)([^a-z]|$)/, 'emg'],
]

/** Labels that say no more than that it is one of many inputs of an amplifier. */
const numbered = /^(eeg|ch|chan|channel|exg channel|eeg channel|e|[a-i])[\s_-]*\d{1,3}$/

/** Units of voltage; a channel without a unit may be one. */
const isVoltage = (unit: string): boolean => /^(n|u|µ|μ|m)?v(olts?)?$|^microvolts?$/i.test(unit.trim())
const isUnknown = (unit: string): boolean => /^(|n\/a|-|\?|x|none|unknown)$/i.test(unit.trim())

/**
 * What a channel carries by its label and unit, as a first guess that a person may correct. A word for something else than EEG
 * decides first (`EOG left`, though `left` is no site); then a site of the 10-05 system or two of them (`Fp1-F7`); then a mere
 * number (`EEG 001`, `A17`). A label that says nothing is `other`, and so is whatever is not measured in volts.
 */
export function guessChannelType(label: string, unit: string): ChannelType {
  const plain = label.trim().replace(/\.+$/, '').toLowerCase()
  const word = words.find(([pattern]) => pattern.test(plain))?.[1]
  if (word === 'trigger') return 'trigger'
  if (!isVoltage(unit) && !isUnknown(unit)) return 'other'
  if (word) return word
  if (toElectrodeName(label) !== null || isPair(label)) return 'eeg'
  return numbered.test(plain) || /(^|[^a-z])eeg($|[^a-z])/.test(plain) ? 'eeg' : 'other'
}

/** Two sites, one against the other. */
function isPair(label: string): boolean {
  const parts = label.replace(/^eeg\s+/i, '').split('-')
  return parts.length === 2 && parts.every((part) => toElectrodeName(part) !== null)
}
