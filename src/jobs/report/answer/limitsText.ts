import type { CurveFinding } from '../../../core/domain/curve'
import type { WordingLanguage } from '../../../core/domain/curveWording'

type Finding = Pick<CurveFinding, 'plan' | 'trials' | 'recommendation'>

/** What the answer does not carry, a sentence each. */
export function limitsText(finding: Finding, language: WordingLanguage): string[] {
  return (language === 'en' ? english : chinese)(finding)
}

const needed = ({ recommendation: { trialsNeeded }, trials }: Finding): number | null =>
  trialsNeeded !== null && trialsNeeded > trials.length ? trialsNeeded : null

function english(finding: Finding): string[] {
  const { plan, trials } = finding
  const settle = needed(finding)
  return [
    'Research use only: not a medical device, and no basis for diagnosis or treatment.',
    plan.subjects.length === 1
      ? `One subject: nothing here says anything of another person.`
      : `${plan.subjects.length} subjects: how they were found says for whom this may hold.`,
    `${trials.length} judged trials${settle === null ? '.' : `; about ${settle} would settle what is open.`}`,
    'Fewer electrodes means channels left out of a full-cap recording: a cap with fewer was not worn.',
    ...(plan.scheme === 'runs'
      ? ['Held-out runs may be of the same day and the same fit of the cap; another day was not tested.']
      : []),
    'The set to wear is chosen from all trials; the accuracy said of it is that of the procedure that chose it, on trials that it had not seen.',
    'Cued trials, decoded after the recording; a session with feedback may differ. A site may follow eyes or muscles as well as the brain.',
  ]
}

function chinese(finding: Finding): string[] {
  const { plan, trials } = finding
  const settle = needed(finding)
  return [
    '仅供研究使用：不是医疗器械，不得作为诊断或治疗依据。',
    plan.subjects.length === 1
      ? '仅一名受试者：不能推及他人。'
      : `${plan.subjects.length} 名受试者：适用范围取决于其招募方式。`,
    `评判试次 ${trials.length} 个${settle === null ? '。' : `；约需 ${settle} 个才能得出结论。`}`,
    '“更少电极”指从全帽记录中去掉通道；并未实际佩戴电极更少的帽子。',
    ...(plan.scheme === 'runs' ? ['留出的运行可能与其余运行同日、同次佩戴；未检验其他日期。'] : []),
    '需佩戴的组合由全部试次选出；所报正确率是选出它的流程在未见过的试次上的正确率。',
    '为有提示的试次，录制后解码；带反馈的会话可能不同。位点也可能反映眼动或肌电，而非脑活动。',
  ]
}
