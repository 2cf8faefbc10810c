import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright-core'
import { _electron as electron } from 'playwright-core'

type Checks<C> = { readonly [Name in keyof C]: (...input: never[]) => unknown }

/** A program of its own, without a window of the person's, whose main process has functions to call in `globalThis`. */
export interface CheckProgram<C extends Checks<C>> {
  start(switches?: readonly string[]): Promise<void>
  /** What one of the functions gives; rejects as it does. */
  call<Name extends keyof C & string>(name: Name, ...input: Parameters<C[Name]>): Promise<Awaited<ReturnType<C[Name]>>>
  stop(): Promise<void>
}

interface Recipe {
  /** Where the functions are: `globalThis[functions]`. */
  readonly functions: string
  /** Entry of the program, in its folder. */
  readonly main: string
  /** Puts all that the program is made of into its folder. */
  build(folder: string): Promise<void>
}

export function createCheckProgram<C extends Checks<C>>({ functions, main, build }: Recipe): CheckProgram<C> {
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-checks-'))
  let app: ElectronApplication
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return {
    async start(switches = []) {
      await build(folder)
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', type: 'module', main }))
      app = await electron.launch({
        executablePath: process.env.SPARSECAP_ELECTRON!,
        args: [...(asRoot ? ['--no-sandbox'] : []), ...switches, folder, `--user-data-dir=${join(folder, 'user')}`],
        timeout: 30_000,
      })
    },
    call: (name, ...input) =>
      app.evaluate(
        (_electron, call) => {
          const all = (globalThis as unknown as Record<string, Record<string, (...i: unknown[]) => never>>)[
            call.functions
          ]!
          return all[call.name]!(...call.input)
        },
        { functions, name, input: input as unknown[] },
      ),
    async stop() {
      await app?.close().catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
