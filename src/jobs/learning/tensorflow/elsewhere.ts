import { programHome } from '../../../store/home'
import type { BackendsElsewhere, Elsewhere } from '../backendSource'
import { tensorflowBytes } from './footprint'
import { openForkPort } from './forkPort'
import { findInstallation } from './installation'

/** The backends that a program without a window has in a process of their own. */
export function forkedBackends(home = programHome()): BackendsElsewhere {
  return { 'tensorflow-gpu': { ...tensorflowPlace(home), openPort: () => openForkPort({ home }) } }
}

/** What there is of it on this machine. */
export const tensorflowPlace = (home: string): Pick<Elsewhere, 'lack' | 'installedBytes'> => ({
  lack: async () => tensorflowLack(home),
  installedBytes: () => tensorflowBytes(home),
})

/** What has to be put in place before TensorFlow can be tried; `null`: nothing. */
const tensorflowLack = (home: string): 'not-installed' | null => (findInstallation(home) ? null : 'not-installed')
