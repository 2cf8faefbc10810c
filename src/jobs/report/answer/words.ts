import type { EvaluationScheme } from '../../../core/domain/curve'
import { pValue, type WordingLanguage } from '../../../core/domain/curveWording'
import type { DecoderKind } from '../../../core/domain/decoder'
import type { ClassId } from '../../../core/domain/trial'

/** What stands in the report beside the answer's own sentences. Nothing in it is HTML. */
export interface ReportWords {
  readonly use: string
  question(subjects: string): string
  readonly asked: string
  readonly control: string
  readonly simulated: string
  readonly wear: string
  readonly notWorn: string
  readonly head: string
  readonly columns: Readonly<Record<Column, string>>
  readonly how: Readonly<Record<'named' | 'proposed' | 'none', string>>
  wired(cap: string): string
  readonly chart: string
  readonly chartNote: string
  chance(share: string): string
  limit(share: string, trials: number): string
  recommended(n: number): string
  readonly axis: string
  readonly sets: string
  readonly setsNote: string
  readonly procedure: string
  readonly confusion: string
  readonly folds: string
  readonly subjects: string
  readonly sites: string
  readonly data: string
  readonly method: string
  readonly limits: string
  readonly origin: string
  readonly references: string
  readonly originRows: Readonly<Record<OriginRow, string>>
  candidates(candidates: number, sites: number): string
  readonly and: string
  subjectCount(count: number): string
}

export type Column =
  | 'input'
  | 'site'
  | 'how'
  | 'set'
  | 'n'
  | 'accuracy'
  | 'balanced'
  | 'kappa'
  | 'stability'
  | 'difference'
  | 'p'
  | 'holm'
  | 'asked'
  | 'fold'
  | 'trials'
  | 'picked'
  | 'decoder'
  | 'sites'
  | 'subject'
  | 'session'
  | 'run'
  | 'hash'
export type OriginRow = 'answer' | 'file' | 'program' | 'backend' | 'seed' | 'time' | 'candidates' | 'written'

const english: ReportWords = {
  use: 'Research use only',
  question: (subjects) => `Which electrodes are enough for ${subjects}?`,
  asked: 'Asked',
  control:
    'A control: the labels of the trials that learn were shuffled, so nothing can be found. No set of it is to be worn.',
  simulated: 'All signals of this report are simulated; its figures say nothing about a person.',
  wear: 'Montage to wear',
  notWorn: 'No montage is given: nothing was decoded that could be worn.',
  head: 'Head from above, nose up. Solid: to wear; rings: the other sites of the recordings.',
  columns: {
    input: 'Input',
    site: 'Site',
    how: 'How',
    set: 'Set',
    n: 'N',
    accuracy: 'Accuracy [95 %]',
    balanced: 'Balanced',
    kappa: 'κ',
    stability: 'Stability [95 %]',
    difference: 'Recommended − this [95 %]',
    p: 'p',
    holm: 'p (Holm)',
    asked: 'asked',
    fold: 'Held out',
    trials: 'Trials',
    picked: 'Picked on inner folds',
    decoder: 'Decoder',
    sites: 'Sites',
    subject: 'Subject',
    session: 'Session',
    run: 'Run',
    hash: 'SHA-256',
  },
  how: {
    named: 'the cap’s own place',
    proposed: 'proposed: place an electrode here',
    none: 'no input is left',
  },
  wired: (cap) =>
    `Inputs of ${cap}. A proposed input holds only where the cap lets electrodes be placed; check the wiring before a session.`,
  chart: 'Accuracy by number of electrodes',
  chartNote:
    'Whiskers: 95 % intervals (Wilson); of random sets the dotted line is the draw in the middle, its stroke the range of the draws. Each trial was judged once, by what had not seen it.',
  chance: (share) => `chance ${share}`,
  limit: (share, trials) => `shaded, up to ${share}: not told apart from chance in ${trials} trials`,
  recommended: (n) => `Recommended: ${n}`,
  axis: 'electrodes (log scale)',
  sets: 'Methods and sizes',
  setsNote:
    'Recommended − this: the whole procedure (method, number and decoder picked anew in each outer fold) against this set on the same trials. In each fold the pick saw its inner folds alone; the set to wear is picked by the same rule from the folds of this table.',
  procedure: 'Recommended procedure',
  confusion: 'What was asked (rows) and decoded (columns), recommended procedure',
  folds: 'What each outer fold picked',
  subjects: 'Each subject',
  sites: 'Sites of every set, chosen from all trials',
  data: 'Data',
  method: 'Method',
  limits: 'Limits',
  origin: 'Where this comes from',
  references: 'References',
  originRows: {
    answer: 'Answer',
    file: 'selection.json, SHA-256',
    program: 'Program',
    backend: 'Learned on',
    seed: 'Seed',
    time: 'Computed in',
    candidates: 'Candidates',
    written: 'Report written',
  },
  candidates: (candidates, sites) => `${candidates} of the ${sites} sites of the recordings`,
  and: ' and ',
  subjectCount: (count) => `${count} subjects`,
}

const chinese: ReportWords = {
  use: '仅供研究使用',
  question: (subjects) => `对 ${subjects} 而言，哪些电极已足够？`,
  asked: '问题',
  control: '对照：用于学习的试次标签已被打乱，因此不可能找到任何规律。不得佩戴其中的任何组合。',
  simulated: '本报告中的全部信号均为模拟；其数值不代表任何人。',
  wear: '需佩戴的电极',
  notWorn: '不给出电极方案：没有解码出可供佩戴的结果。',
  head: '头部俯视图，鼻尖朝上。实心：需佩戴；圆环：记录中的其他位点。',
  columns: {
    input: '输入',
    site: '位点',
    how: '依据',
    set: '组合',
    n: 'N',
    accuracy: '正确率 [95 %]',
    balanced: '平衡正确率',
    kappa: 'κ',
    stability: '稳定性 [95 %]',
    difference: '推荐 − 此组合 [95 %]',
    p: 'p',
    holm: 'p（Holm）',
    asked: '要求',
    fold: '留出',
    trials: '试次',
    picked: '内层折所选',
    decoder: '解码器',
    sites: '位点',
    subject: '受试者',
    session: '会话',
    run: '运行',
    hash: 'SHA-256',
  },
  how: { named: '电极帽自带位置', proposed: '建议：在此放置电极', none: '没有剩余输入' },
  wired: (cap) => `${cap} 的输入。仅当电极帽允许移动电极时，建议的输入才成立；会话前请核对接线。`,
  chart: '正确率与电极数量',
  chartNote:
    '须线：95 % 区间（Wilson）；随机组合以虚线表示居中的一次抽取，竖线为各次抽取的范围。每个试次只由未见过它的模型评判一次。',
  chance: (share) => `随机 ${share}`,
  limit: (share, trials) => `阴影至 ${share}：${trials} 个试次内无法与随机区分`,
  recommended: (n) => `推荐：${n}`,
  axis: '电极数（对数刻度）',
  sets: '方法与数量',
  setsNote:
    '推荐 − 此组合：整个流程（在每个外层折中重新挑选方法、数量与解码器）与该组合在相同试次上的比较。每折的挑选只看其内层折；要佩戴的组合按同一规则由本表的各折选出。',
  procedure: '推荐流程',
  confusion: '要求（行）与解码（列），推荐流程',
  folds: '各外层折所选',
  subjects: '各受试者',
  sites: '由全部试次选出的各组合位点',
  data: '数据',
  method: '方法',
  limits: '局限',
  origin: '来源',
  references: '参考文献',
  originRows: {
    answer: '结果',
    file: 'selection.json 的 SHA-256',
    program: '程序',
    backend: '学习后端',
    seed: '种子',
    time: '计算用时',
    candidates: '候选位点',
    written: '报告生成于',
  },
  candidates: (candidates, sites) => `记录的 ${sites} 个位点中的 ${candidates} 个`,
  and: '、',
  subjectCount: (count) => `${count} 名受试者`,
}

export const reportWords: Readonly<Record<WordingLanguage, ReportWords>> = { en: english, 'zh-CN': chinese }

const decoders: Readonly<Record<WordingLanguage, Readonly<Record<DecoderKind, string>>>> = {
  en: { lda: 'CSP + LDA', riemann: 'Riemannian tangent space', network: 'MSFBCNN network' },
  'zh-CN': { lda: 'CSP + LDA', riemann: '黎曼切空间', network: 'MSFBCNN 网络' },
}
export const decoderName = (decoder: DecoderKind, language: WordingLanguage): string => decoders[language][decoder]

const classes: Readonly<Record<WordingLanguage, Readonly<Record<string, string>>>> = {
  en: {
    'left-fist': 'left fist',
    'right-fist': 'right fist',
    'both-fists': 'both fists',
    'both-feet': 'both feet',
    rest: 'rest',
  },
  'zh-CN': { 'left-fist': '左拳', 'right-fist': '右拳', 'both-fists': '双拳', 'both-feet': '双脚', rest: '静息' },
}
export const classWord = (id: ClassId, language: WordingLanguage): string => classes[language][id] ?? id

const schemes: Readonly<Record<WordingLanguage, Readonly<Record<EvaluationScheme, string>>>> = {
  en: {
    runs: 'each run held out once',
    sessions: 'each session held out once',
    subjects: 'each subject held out once',
    tuned: 'runs of each subject held out, after learning from the others',
  },
  'zh-CN': {
    runs: '每个运行各留出一次',
    sessions: '每次会话各留出一次',
    subjects: '每位受试者各留出一次',
    tuned: '先在其他受试者上学习，再留出每位受试者自己的运行',
  },
}
export const schemeWord = (scheme: EvaluationScheme, language: WordingLanguage): string => schemes[language][scheme]

/** `.031`, `< .001` */
export const pText = (p: number): string => pValue(p).replace(/^p (= )?/, '')
