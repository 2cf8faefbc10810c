import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/** What the `bids-validator` package says of a data set. */
export interface BidsVerdict {
  readonly errors: readonly { readonly key: string; readonly reason: string }[]
  readonly warnings: readonly { readonly key: string }[]
}

const command = resolve(
  import.meta.dirname,
  '../../.cache/bids-validator/node_modules/bids-validator/bin/bids-validator',
)
export const hasBidsValidator = existsSync(command)

/** In a process of its own. Throws where it cannot judge. */
export async function validateBids(folder: string): Promise<BidsVerdict> {
  const order = [command, '--json', folder]
  // It ends with 1 where it finds errors; its verdict stands on standard output all the same.
  const { stdout } = await promisify(execFile)(process.execPath, order, { maxBuffer: 1 << 28 }).catch(
    (thrown: { stdout?: string }) => {
      if (thrown.stdout) return { stdout: thrown.stdout }
      throw thrown
    },
  )
  const { issues } = JSON.parse(stdout) as { issues: BidsVerdict }
  return issues
}
