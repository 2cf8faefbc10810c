import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import './nodeVersion.mjs'
import { lastLines, run, which } from './command.mjs'
import { digest, readJson, replaceFolder, withScratch, writeJson } from './files.mjs'
import { isMain } from './isMain.mjs'
import { cache, root } from './paths.mjs'
import { SetupError, note, runScript, step } from './say.mjs'
import { findPython } from './wheels.mjs'

/** Lists of packages and what must load from each. The first is for `npm test`, the others are had by name. */
const LISTS = {
  requirements: ['numpy', 'scipy.signal', 'onnxruntime'],
  formats: ['mne', 'edfio', 'pybv', 'pyxdf', 'h5py'],
  riemann: ['pyriemann.geometry.mean', 'sklearn.linear_model'],
}

export const PYTHON_LISTS = Object.keys(LISTS)

const home = join(cache, 'python')
const listFile = (list) => join(root, 'scripts', 'setup', 'python', `${list}.txt`)
const stampFile = (list) => join(home, `${list}.json`)

/** What the packages are for: this list on this Python, which its compiled parts belong to. */
async function keyOf(list, python) {
  const { code, stdout, stderr } = await run(python, ['-VV'])
  if (code !== 0) throw new SetupError(`${python} does not start (${lastLines({ stderr }, 1)})`)
  return digest(`${readFileSync(listFile(list), 'utf8')}\n${stdout}`)
}

/**
 * Installs a list into `folder`. A folder on Python's search path rather than a virtual environment: it needs pip and nothing
 * else (Debian's python3 lacks what `python -m venv` asks for), and may be moved.
 */
async function install(list, python, folder) {
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '20']
  args.push('--no-deps', '--only-binary=:all:', '--target', folder, '-r', listFile(list))
  const result = await run(python, args)
  if (result.code === 0) return
  const hint = /No module named pip/.test(result.stderr)
    ? 'Install pip (Debian and Ubuntu: apt-get install python3-pip), then run this again.'
    : 'Check the connection to PyPI, then run this again.'
  throw new SetupError(`pip could not fetch them (${lastLines(result, 1).replace(/^ERROR: /, '')})`, hint)
}

async function requireLoading(list, python, folder) {
  const env = { ...process.env, PYTHONPATH: [folder, join(home, 'requirements')].join(delimiter) }
  const result = await run(python, ['-c', `import ${LISTS[list].join(', ')}`], { env })
  if (result.code !== 0)
    throw new SetupError(`they do not load (${lastLines(result, 1)})`, 'Delete .cache/python and run this again.')
}

async function provideList(list) {
  // With its folder: the tests may search another path.
  const python = which(findPython('The tests of exported files need Python'))
  const key = await keyOf(list, python)
  const stamp = readJson(stampFile(list))
  if (stamp?.ok && stamp.key === key && existsSync(join(home, list))) return
  await step(`Python packages (${list})`, () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, list)
      await install(list, python, folder)
      await requireLoading(list, python, folder)
      rmSync(stampFile(list), { force: true })
      replaceFolder(folder, join(home, list))
      writeJson(stampFile(list), { ok: true, python, key })
    }),
  )
}

/**
 * Provides Python's packages for the tests. Never fails for lack of them: those tests are then skipped, and say so.
 * @param {{ list?: string }} options `list`: one of PYTHON_LISTS
 */
export async function providePython({ list = 'requirements' } = {}) {
  try {
    await provideList(list)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    const reason = error.message.replace(/\.$/, '')
    writeJson(stampFile(list), { ok: false, reason, hint: error.hint })
    note(`No Python packages: ${reason}. Tests that need them are skipped. ${error.hint ?? ''}`.trimEnd())
  }
}

if (isMain(import.meta.url)) {
  const { positionals } = parseArgs({ allowPositionals: true })
  const unknown = positionals.find((list) => !PYTHON_LISTS.includes(list))
  await runScript(async () => {
    if (unknown) throw new SetupError(`There is no list ${unknown}.`, `The lists are ${PYTHON_LISTS.join(', ')}.`)
    for (const list of positionals.length > 0 ? positionals : ['requirements']) await providePython({ list })
  })
}
