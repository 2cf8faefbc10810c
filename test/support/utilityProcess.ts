import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Electron that tests run with, or null: such tests use `test.skipIf(electron === null)`. */
export const electron = process.env['SPARSECAP_ELECTRON'] ?? null

/** Starts the module named on the command line as a utility process and prints what it says first. */
const main = `
import { app, utilityProcess } from 'electron'
app.whenReady().then(() => {
  const child = utilityProcess.fork(process.env.SPARSECAP_PROBE, [], { stdio: 'inherit' })
  child.once('message', (message) => process.stdout.write('said ' + JSON.stringify(message) + '\\n', () => app.exit(0)))
  child.once('exit', (code) => setTimeout(() => app.exit(code || 1), 500))
})
`

/** Runs a bundled module in a utility process of Electron, without a window or a display; gives the first thing that it
 *  posts to its parent. Rejects with what was printed when it ended without. */
export async function runInUtilityProcess(file: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-probe-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'probe', type: 'module', main: 'main.mjs' }))
  writeFileSync(join(folder, 'main.mjs'), main)
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--disable-gpu'] : []
  const args = [...(asRoot ? ['--no-sandbox'] : []), ...headless, `--user-data-dir=${join(folder, 'user')}`, folder]
  const child = spawn(electron!, args, { env: { ...process.env, SPARSECAP_PROBE: file } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)))
  await new Promise((done, failed) => child.on('error', failed).on('close', done))
  rmSync(folder, { recursive: true, force: true })
  const said = /^said (.*)$/m.exec(output)
  if (!said) throw new Error(`The utility process said nothing.\n${output}`)
  return JSON.parse(said[1]!)
}
