import { createEngineLearner } from '../../src/core/engine/engineLearner'
import { createInlineCrew } from '../../src/core/engine/inlineCrew'
import { describeLearner } from '../support/reference/describeLearner'

describeLearner(
  'the engine',
  (spec) => createEngineLearner(spec, { createCrew: createInlineCrew(), memoryLimitBytes: 2 ** 31 }),
  { logits: 3e-5, gradients: 3e-5 },
)
