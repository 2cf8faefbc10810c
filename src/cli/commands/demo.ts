import { mkdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { runDemo } from '../../jobs/demo/demo'
import { forkedBackends } from '../../jobs/learning/tensorflow/elsewhere'
import { atomicWrite } from '../../store/atomicWrite'
import type { Command } from '../command'
import { whole } from '../command'
import { outputFile } from '../outputFile'
import { withStudy } from '../withStudy'

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Run the main job from recordings to decoding with eight electrodes.',
  usage: 'demo [--data FOLDER] [--json [FILE]] [--folder FOLDER]',
  help: `
  --data FOLDER        EEGMMIDB files instead of the simulator's recordings
  --folder FOLDER      where the study and the report go (sparsecap-demo/DATE-TIME here)
  --json FILE          also write the figures as JSON to a file
  --steps N            steps of the joint training (300)
  --seed N             same seed, same result (1)
  --no-control         leave out the control: choosing with shuffled labels, to compare`,
  options: {
    data: { type: 'string' },
    folder: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    'no-control': { type: 'boolean' },
  },
  async run(input) {
    const { values, paths } = input
    const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')
    const folder = resolve(typeof values.folder === 'string' ? values.folder : join('sparsecap-demo', stamp))
    // `--json` is a switch everywhere; here the word after it may name a file.
    const named = values.json ? paths[0] : undefined
    const [seed, steps] = [whole(input, 'seed', 1), whole(input, 'steps', 300, 1)]
    const file = named === undefined ? undefined : figuresFile(named, folder)
    // With JSON on standard output the story goes to standard error.
    const out = values.json && !file ? process.stderr : process.stdout
    const result = await withStudy(join(folder, 'study'), { create: true }, (study) =>
      runDemo(
        {
          study,
          data: typeof values.data === 'string' ? values.data : undefined,
          ...{ seed, steps },
          // Where the truth is known, a control shows what choosing finds when there is nothing.
          control: values['no-control'] !== true && typeof values.data !== 'string',
        },
        { ...input.context, elsewhere: forkedBackends() },
        (line) => void out.write(`${line}\n`),
      ),
    )
    if (file) atomicWrite(file, new TextEncoder().encode(`${JSON.stringify(result, null, 2)}\n`))
    return { json: file ? undefined : result, text: '' }
  },
}

/** It may lie in the folder that the demo makes. */
function figuresFile(named: string, folder: string): string {
  if (!relative(folder, dirname(resolve(named))).startsWith('..')) mkdirSync(folder, { recursive: true })
  return outputFile(named, true)
}
