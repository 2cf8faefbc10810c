import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { AppError } from '../../core/domain/error'

const whole = v.pipe(v.number(), v.integer(), v.minValue(1))
const schema = v.object({
  schemaVersion: v.literal(1),
  name: v.string(),
  /** Each run takes its own seed from this one. */
  seed: whole,
  sampleRate: whole,
  subjects: v.pipe(v.array(v.object({ subject: whole, runs: whole })), v.minLength(1)),
  trialsPerRun: whole,
  /** Size of the rhythms of movement; 1 is usual. */
  strength: v.pipe(v.number(), v.minValue(0)),
  driftMicrovolts: v.pipe(v.number(), v.minValue(0)),
  startedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, 'Expected YYYY-MM-DDThh:mm:ss')),
})

/** What the demo study is made of: `resources/demo-study.json`. */
export type DemoRecipe = v.InferOutput<typeof schema>

/** Parses a recipe. Throws AppError `input/invalid` naming the field. */
export function toDemoRecipe(data: unknown): DemoRecipe {
  const result = v.safeParse(schema, data)
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue) ?? 'recipe'
  throw new AppError({
    code: 'input/invalid',
    message: `The recipe of the demo study is not sound: ${field}: ${issue.message}`,
    hint: 'Take the recipe that comes with the program.',
    values: { field, expected: issue.expected ?? issue.message, got: issue.received },
  })
}

export const readDemoRecipe = (path: string): DemoRecipe => toDemoRecipe(JSON.parse(readFileSync(path, 'utf8')))
