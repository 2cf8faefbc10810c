import type { LearningStage, SelectionResult } from '../../../core/domain/training'
import { lookUp } from '../../lib/catalogue'
import { m } from '../../lib/paraglide/messages.js'

/** "Choosing ended early, at step 255 of 300: validation gained no more.", or that it made all its steps. */
export const stageText = ({ stage, steps, of }: LearningStage): string =>
  lookUp(`electrodes_stage_${steps < of ? 'early' : 'whole'}`, stage, { steps, of }) ?? ''

/** What is to be said of neurons that did not get the site they wanted; null when all did. */
export const duplicatesText = ({ duplicatesReplaced, electrodes }: SelectionResult): string | null =>
  duplicatesReplaced === 0
    ? null
    : m.electrodes_duplicates_text({ count: duplicatesReplaced, total: electrodes.length })
