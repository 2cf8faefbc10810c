import { join } from 'node:path'
import type { Installation } from './installation'

/** Variables that a process needs in which TensorFlow is to be loaded. */
export function learnerEnvironment(home: string, { cuda, packageFolder }: Installation): Record<string, string> {
  const folders = [join(packageFolder, 'deps', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean)
  return {
    SPARSECAP_HOME: home,
    // Warnings and errors; the rest is about instructions that the processor has.
    TF_CPP_MIN_LOG_LEVEL: '1',
    // The parts of CUDA lie beside the library and load each other by name.
    ...(cuda && { LD_LIBRARY_PATH: folders.join(':') }),
  }
}
