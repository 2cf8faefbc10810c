import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** The bundle of a benchmark lies in .cache/bench. */
const project = resolve(import.meta.dirname, '../..')
const home = join(project, '.cache/bench-python')
const python = join(home, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/** Freed memory is kept and threads wait passively: without these PyTorch takes two to three times as long here. */
const tuned = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '17179869184',
  OMP_WAIT_POLICY: 'PASSIVE',
}

/** Puts the newest PyTorch from pip (about 5 GB on disk) in place, once. */
async function setUpTorch(): Promise<void> {
  const done = join(home, 'done')
  if (existsSync(done)) return
  process.stderr.write('Fetching PyTorch from pip, about 3 GB, once …\n')
  mkdirSync(home, { recursive: true })
  await run(process.env.PYTHON ?? 'python3', ['-m', 'venv', join(home, 'venv')])
  await run(python, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy'], { maxBuffer: 1e8 })
  writeFileSync(done, '')
}

export interface TorchStep {
  readonly form: 'layers' | 'algebra'
  readonly mode: 'select' | 'fixed'
  readonly channels: number
  readonly neurons: number
  readonly samples: number
  readonly batch: number
  readonly threads: number
  readonly seconds: number
}

export interface TorchTiming {
  readonly min: number
  readonly median: number
  readonly torch: string
}

/** Times a training step of the peer in a process of its own. */
export async function timeTorchStep(step: TorchStep): Promise<TorchTiming> {
  await setUpTorch()
  const { form, mode, channels, neurons, samples, batch, threads, seconds } = step
  const script = join(project, 'bench/python/step.py')
  const args = [form, mode, ...[channels, neurons, samples, batch, threads, seconds].map(String)]
  const { stdout } = await run(python, [script, ...args], { env: { ...process.env, ...tuned } })
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as TorchTiming
}
