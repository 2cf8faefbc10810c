import { programHome } from '../../../store/home'
import type { BackendsElsewhere } from '../backendSource'
import { openForkPort } from './forkPort'
import { findInstallation } from './installation'

/** The backends that a program without a window has in a process of their own. */
export function forkedBackends(home = programHome()): BackendsElsewhere {
  return { 'tensorflow-gpu': { lack: async () => tensorflowLack(home), openPort: () => openForkPort({ home }) } }
}

/** What has to be put in place before TensorFlow can be tried; `null`: nothing. */
export const tensorflowLack = (home: string): 'not-installed' | null =>
  findInstallation(home) ? null : 'not-installed'
