import type { Installation } from './installation'
import { ownLibraryVersion } from './ownInstaller'
import { wheelVersion } from './pins'

/** What was put in place and what a graphics card needs besides, in sentences for the command line. The two ways to TensorFlow
 *  bring different versions, which want different ones of CUDA (docs/gpu.md). */
export function describeInstallation({
  source,
  cuda,
  forCard,
}: Pick<Installation, 'source' | 'cuda' | 'forCard'>): string {
  const isOwn = source === 'own-installer'
  const what = isOwn
    ? `TensorFlow ${ownLibraryVersion} is in place, by the installer of its package`
    : `TensorFlow ${wheelVersion} is in place, put together from the Python package index`
  if (cuda) {
    return isOwn
      ? `${what}. A card by NVIDIA needs a driver from 450.80 on, and CUDA 11.2 with cuDNN 8.1 installed on this system; with other versions of CUDA it runs on the processor.`
      : `${what}. A card by NVIDIA needs a driver from 525.60 on; CUDA 12.2 and cuDNN 8.9 have come with it.`
  }
  const missed = forCard ? ' One for the card was asked for, but the library that came has no code for it.' : ''
  return `${what}, without CUDA: it runs on the processor.${missed}`
}
