import type { RecordingFormat } from '../../../core/domain/recording'

/** Formats by the names that they have in every language. */
const names: Readonly<Record<RecordingFormat, string>> = {
  edf: 'EDF',
  'edf+': 'EDF+',
  bdf: 'BDF',
  'bdf+': 'BDF+',
  gdf: 'GDF',
  brainvision: 'BrainVision',
  eeglab: 'EEGLAB',
  xdf: 'XDF',
  openbci: 'OpenBCI GUI',
  brainflow: 'BrainFlow CSV',
  matlab: 'MATLAB',
  fif: 'FIF',
}

export const formatName = (format: RecordingFormat): string => names[format]
