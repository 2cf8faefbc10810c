import * as v from 'valibot'
import type { WebgpuNews } from './webgpuPage'

/** A card's maker may say much about a program that it could not compile. */
const mostLetters = 2_000

const news = v.variant('type', [
  v.object({
    type: v.literal('adapter'),
    adapter: v.nullable(
      v.object({
        device: v.pipe(
          v.string(),
          v.transform((device) => device.slice(0, mostLetters)),
        ),
        accelerated: v.boolean(),
      }),
    ),
  }),
  v.object({
    type: v.literal('lost'),
    why: v.pipe(
      v.string(),
      v.transform((why) => why.slice(0, mostLetters)),
    ),
  }),
  v.object({ type: v.literal('done') }),
])

/** What the hidden page says, or null for anything else: it is sandboxed because it may be wrong or taken over. */
export function readWebgpuNews(message: unknown): WebgpuNews | null {
  const read = v.safeParse(news, message)
  return read.success ? read.output : null
}
