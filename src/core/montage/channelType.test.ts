import { expect, test } from 'vitest'
import type { ChannelType } from '../domain/channelType'
import { guessChannelType } from './channelType'

const cases: readonly (readonly [ChannelType, string, readonly string[]])[] = [
  ['eeg', 'µV', ['Fc5.', 'C3', 'EEG FC5-REF', 'T3', 'Fp1-F7', 'EEG 001', 'A17', 'EXG Channel 0', 'E128', 'EEG']],
  ['eog', 'µV', ['EOG', 'HEOG', 'VEOG', 'EOG-left', 'EOG left', 'VEOGL', 'LOC', 'EOG-central', 'HEOGR', 'EOG1']],
  ['ecg', 'mV', ['ECG', 'EKG', 'ECG I', 'ECG1', 'ECGL']],
  ['emg', 'uV', ['EMG', 'EMG1', 'Chin 1', 'EMG submental', 'EMG_LF']],
  ['trigger', 'Boolean', ['Status', 'STI 014', 'STIM', 'Trigger', 'TRIG1', 'Marker', 'Photodiode']],
  ['trigger', 'µV', ['Status', 'Stim', 'DIN1']],
  ['other', 'µV', ['EXG1', 'GSR1', 'Resp', 'Plet', 'Ergo_Left', 'Battery', '']],
  ['other', 'degC', ['C3', 'Temp', 'EOG']],
  ['eeg', '', ['Cz', 'POz', 'Ch 12']],
  ['eog', 'n/a', ['HEOG']],
]

test.each(cases.flatMap(([type, unit, labels]) => labels.map((label) => [label, unit, type] as const)))(
  '“%s” in “%s” is %s',
  (label, unit, type) => expect(guessChannelType(label, unit)).toBe(type),
)
