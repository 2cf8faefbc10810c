import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Everything that set-up provides for itself lies here and can be deleted at any time. */
export const cache = join(root, '.cache')

/** What prebuilt binaries are named after: `linux-x64`, `darwin-arm64`, `win32-x64`. */
export const platform = `${process.platform}-${process.arch}`
