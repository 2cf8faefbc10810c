import { createRandom } from '../../domain/random'
import { pickByOrder } from './pickByOrder'
import { checkRequest } from './request'
import type { Selector, SelectorSettings } from './selector'

/** Sets drawn at random, `draws` a size: what choosing at all has to beat. Units in shuffled order, each where it fits; without
 *  distance or symmetry every set is as likely as any other. A size's draws do not depend on the other sizes. */
export function createRandomSelector({ rules, seed, draws }: SelectorSettings): Selector {
  return {
    method: 'random',
    async choose(data, sizes, context) {
      checkRequest(rules, data, sizes)
      return sizes.flatMap((n) =>
        Array.from({ length: draws }, (_, draw) => {
          const order = createRandom(seed)
            .fork(`random ${n} ${draw}`)
            .shuffle([...rules.units])
          const sites = pickByOrder(rules, order, n).sort((a, b) => a - b)
          context.trying(n, sites)
          return { n, sites, draw, score: null }
        }),
      )
    },
  }
}
