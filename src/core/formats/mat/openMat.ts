import { AppError } from '../../domain/error'
import type { OpenOptions } from '../reader'
import type { ByteSource } from '../source'
import { openMat5 } from './mat5'
import { openMat73 } from './mat73'
import type { MatFile } from './values'

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
/** HDF5 begins at 0, or after a block of the writer's own: MATLAB puts 512 bytes of text first. */
const places = [0, 512, 1024, 2048]

/** Whether a file is HDF5: its library has to be given to open it. */
export const isHdf5 = (source: ByteSource): boolean =>
  places.some((place) => {
    const bytes = source.read(place, signature.length)
    return signature.every((byte, i) => bytes[i] === byte)
  })

/** Opens a MATLAB file of version 5 to 7.3. Throws AppError `file/unsupported` when HDF5 is needed and was not given, `file/not-eeg`, `file/truncated-header`. */
export function openMat(source: ByteSource, { hdf5 }: OpenOptions): MatFile {
  if (!isHdf5(source)) return openMat5(source)
  if (hdf5) return openMat73(hdf5(source), source)
  throw new AppError({
    code: 'file/unsupported',
    message: 'This is a MATLAB 7.3 file (HDF5), and the library for HDF5 was not loaded. Nothing was imported.',
    hint: 'Save it in MATLAB with the option -v7, or export the recording as EDF+.',
    values: { expected: 'the library for HDF5', got: 'MATLAB 7.3 (HDF5)' },
  })
}
