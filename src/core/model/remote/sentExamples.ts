import type { Examples } from '../../domain/examples'
import type { CallRemote } from './calls'
import type { NumberedSignal } from './messages'

/** A message stays below this, so that neither end holds much more than the signals themselves. */
const pieceBytes = 16 * 2 ** 20

/** What the other end keeps of ours. Examples are known by identity: sent once, kept while a learner that has used them
 *  lives. Examples that share signals share them there too. */
export interface SentExamples {
  /** The number of these examples, once they have arrived. */
  number(examples: Examples, learner: number): Promise<number>
  /** A learner is gone: what it alone has used is forgotten. */
  release(learner: number): Promise<void>
}

interface Sent {
  readonly number: number
  readonly learners: Set<number>
  readonly arrived: Promise<unknown>
}
interface SentSignal {
  readonly number: number
  /** Examples that lie in it. */
  users: number
}

export function createSentExamples(call: CallRemote): SentExamples {
  const sent = new Map<Examples, Sent>()
  const sentSignals = new Map<Float32Array, SentSignal>()
  let lastNumber = 0

  function send(examples: Examples): Sent {
    const fresh: NumberedSignal[] = []
    const signals = examples.signals.map((signal) => {
      let known = sentSignals.get(signal)
      if (!known) {
        known = { number: ++lastNumber, users: 0 }
        sentSignals.set(signal, known)
        fresh.push({ number: known.number, signal })
      }
      known.users++
      return known.number
    })
    const { count, channels, samples, signalOf, startOf } = examples
    const number = ++lastNumber
    const deliver = async (): Promise<void> => {
      for (const piece of piecesOf(fresh)) await call('keepSignals', piece)
      await call('keepExamples', { number, count, channels, samples, signalOf, startOf, signals })
    }
    return { number, learners: new Set(), arrived: deliver() }
  }

  function forgetSignals(examples: Examples): number[] {
    const unused: number[] = []
    for (const signal of examples.signals) {
      const known = sentSignals.get(signal)
      if (!known || --known.users > 0) continue
      sentSignals.delete(signal)
      unused.push(known.number)
    }
    return unused
  }

  return {
    async number(examples, learner) {
      const entry = sent.get(examples) ?? send(examples)
      sent.set(examples, entry)
      entry.learners.add(learner)
      await entry.arrived
      return entry.number
    },
    async release(learner) {
      const gone = [...sent].filter(([, { learners }]) => learners.delete(learner) && learners.size === 0)
      for (const [examples] of gone) sent.delete(examples)
      const numbers = gone.map(([, { number }]) => number)
      if (gone.length > 0) {
        await call('forget', { examples: numbers, signals: gone.flatMap(([examples]) => forgetSignals(examples)) })
      }
    },
  }
}

function piecesOf(signals: readonly NumberedSignal[]): NumberedSignal[][] {
  const pieces: NumberedSignal[][] = []
  let bytes = Infinity
  for (const numbered of signals) {
    if (bytes + numbered.signal.byteLength > pieceBytes) {
      pieces.push([])
      bytes = 0
    }
    pieces.at(-1)!.push(numbered)
    bytes += numbered.signal.byteLength
  }
  return pieces
}
