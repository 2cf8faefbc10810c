/** A long computation in pieces of some milliseconds: whoever runs it may rest or give up between two. What it computes does
 *  not depend on that. */
export type InPieces<Result> = Generator<void, Result, void>

/** Runs all pieces without a rest. */
export function finish<Result>(pieces: InPieces<Result>): Result {
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return value
  }
}
