import type { CurveMethod, LeftOutSite } from './curve'
import type { Statement, StatementKey } from './curveStatement'
import { isOwnSet } from './curve'

/** Languages in which an answer can be said: on screen, in a terminal, in the report. */
export type WordingLanguage = 'en' | 'zh-CN'

type Values = Statement['values']
type Sentence = (values: Values) => string

/** `.53`, as journals of the field print shares; 1 and 0 keep their digit. */
export function share(value: number): string {
  const text = Math.abs(value).toFixed(2)
  const sign = value < 0 && text !== '0.00' ? '−' : ''
  return sign + (text.startsWith('0') ? text.slice(1) : text)
}

const number = (values: Values, key: string): number => Number(values[key])
const shareOf = (values: Values, key: string): string => share(number(values, key))

/** `.53 [.43, .63]` */
export const withInterval = (value: number, low: number, high: number): string =>
  `${share(value)} [${share(low)}, ${share(high)}]`

const figure = (v: Values): string => withInterval(number(v, 'value'), number(v, 'low'), number(v, 'high'))
const all = (v: Values): string => withInterval(number(v, 'allValue'), number(v, 'allLow'), number(v, 'allHigh'))
const fixed = (v: Values): string =>
  withInterval(number(v, 'fixedValue'), number(v, 'fixedLow'), number(v, 'fixedHigh'))
const difference = (v: Values): string =>
  withInterval(number(v, 'difference'), number(v, 'differenceLow'), number(v, 'differenceHigh'))
/** `p = .031`, `p < .001`, `p = 1` */
export function pValue(value: number): string {
  if (value < 0.001) return 'p < .001'
  return value >= 0.9995 ? 'p = 1' : `p = ${value.toFixed(3).slice(1)}`
}
const p = pValue

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const count = (n: number): string => words[n] ?? String(n)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const electrodes = (n: number): string => capital(`${count(n)} ${n === 1 ? 'electrode' : 'electrodes'}`)

const leftOutReasons = {
  en: { constant: 'no signal in a trial', 'not-finite': 'samples that are no numbers', marked: 'marked as bad' },
  'zh-CN': { constant: '某试次中无信号', 'not-finite': '含无效采样值', marked: '已标记为坏导' },
} as const satisfies Readonly<Record<WordingLanguage, Readonly<Record<LeftOutSite['reason'], string>>>>

/** `values[reason]` has the sites. */
const leftOut = (v: Values, reasons: Readonly<Record<string, string>>, between: string): string =>
  Object.entries(reasons)
    .flatMap(([reason, words]) => (v[reason] ? [`${String(v[reason])} (${words})`] : []))
    .join(between)

/** Folds picked other numbers than N: the figure is the picking's. */
const isPicked = (v: Values): boolean => Boolean(v['picked'])
const pickedText = (v: Values, verdict: string): string =>
  `${electrodes(number(v, 'n'))} ${number(v, 'n') === 1 ? 'is' : 'are'} recommended. Picked in this way, anew in each fold (${String(v['picked'])} electrodes), sets reached ${figure(v)} against ${all(v)} with all ${String(v['all'])}, where chance is ${shareOf(v, 'chance')}: ${verdict}.`
const openText = (v: Values): string =>
  `a loss of more than ${shareOf(v, 'margin')} cannot be ruled out by these trials (difference ${difference(v)})`
const pickedChinese = (v: Values, verdict: string): string =>
  `推荐 ${String(v['n'])} 个电极。以同样方式在每折中重新选择（${String(v['picked'])} 个电极），正确率为 ${figure(v)}，全部 ${String(v['all'])} 个为 ${all(v)}，随机水平为 ${shareOf(v, 'chance')}：${verdict}。`
const openChinese = (v: Values): string =>
  `这些试次不能排除超过 ${shareOf(v, 'margin')} 的损失（差值 ${difference(v)}）`
/** Two digits: more would be made up. */
const roughly = (count: number): string => String(Number(count.toPrecision(2)))

const english: Readonly<Record<StatementKey, Sentence>> = {
  'nothing-decoded': (v) =>
    `Nothing was decoded: ${figure(v)} of ${String(v['trials'])} trials, where chance is ${shareOf(v, 'chance')} and ${shareOf(v, 'limit')} is what guessing may reach (${p(number(v, 'p'))}). No set is recommended.`,
  'check-labels': () =>
    'Check that the labels fit the movements (Labels screen), the contact of the electrodes over the motor cortex, and whether this person can do the task at all.',
  'above-chance-needs': (v) =>
    `If the true accuracy is what was seen, about ${roughly(number(v, 'trials'))} trials would tell it from chance.`,
  enough: (v) =>
    isPicked(v)
      ? pickedText(v, `no more than ${shareOf(v, 'margin')} is lost`)
      : `${electrodes(number(v, 'n'))} ${number(v, 'n') === 1 ? 'is' : 'are'} enough: ${figure(v)} against ${all(v)} with all ${String(v['all'])}, at most ${shareOf(v, 'margin')} lower; chance is ${shareOf(v, 'chance')}.`,
  'better-than-all': (v) =>
    isPicked(v)
      ? pickedText(v, 'more than with all')
      : `${electrodes(number(v, 'n'))} ${number(v, 'n') === 1 ? 'does' : 'do'} better than all ${String(v['all'])}: ${figure(v)} against ${all(v)}, where chance is ${shareOf(v, 'chance')}.`,
  'as-seen-not-shown': (v) =>
    isPicked(v)
      ? pickedText(v, openText(v))
      : `${electrodes(number(v, 'n'))} ${number(v, 'difference') >= 0 ? `did no worse than all ${String(v['all'])} here: ${figure(v)} against ${all(v)}` : `reached ${figure(v)} against ${all(v)} with all ${String(v['all'])}`}, where chance is ${shareOf(v, 'chance')}; ${openText(v)}.`,
  'fewer-lose': (v) =>
    isPicked(v)
      ? pickedText(v, 'less than with all')
      : `${electrodes(number(v, 'n'))} reached ${figure(v)}, less than all ${String(v['all'])} with ${all(v)}, where chance is ${shareOf(v, 'chance')}.`,
  'all-are-best': (v) =>
    `All ${String(v['all'])} electrodes are recommended: ${all(v)}, where chance is ${shareOf(v, 'chance')}; no smaller set came within the margin on the inner folds.`,
  'fixed-chosen': () =>
    'The textbook sites are recommended: on the inner folds no way of choosing did better by more than the margin.',
  'choosing-helps': (v) =>
    `Choosing electrodes for this person helps: the fixed set of ${String(v['fixedN'])} reaches ${fixed(v)}, a difference of ${difference(v)}.`,
  'fixed-as-well': (v) =>
    `The fixed set of ${String(v['fixedN'])} does as well (${fixed(v)}); choosing electrodes for this person has not been shown to help.`,
  'choosing-not-shown': (v) =>
    `The fixed set of ${String(v['fixedN'])} reaches ${fixed(v)}, a difference of ${difference(v)}; choosing electrodes for this person has not been shown to help.`,
  'fixed-better': (v) =>
    `The fixed set of ${String(v['fixedN'])} does better (${fixed(v)}): wear the textbook sites, the choice for this person lost to them.`,
  'trials-needed': (v) =>
    `About ${roughly(number(v, 'trials'))} judged trials would settle what is open, if rates stay as seen; there are ${String(v['have'])}.`,
  'set-unstable': (v) =>
    `Other trials would choose other sites: the folds agree hardly more than by chance (stability ${shareOf(v, 'nogueira')}; overlap ${shareOf(v, 'jaccard')}, by chance ${shareOf(v, 'chance')}).`,
  'set-stability': (v) =>
    `The folds agree on sites with a stability of ${shareOf(v, 'nogueira')} (0 by chance, 1 the same set every time).`,
  'sites-left-out': (v) => `Left out: ${leftOut(v, leftOutReasons.en, '; ')}.`,
}

const chinese: Readonly<Record<StatementKey, Sentence>> = {
  'nothing-decoded': (v) =>
    `未能解码：${String(v['trials'])} 个试次的正确率为 ${figure(v)}，随机水平为 ${shareOf(v, 'chance')}，猜测可达 ${shareOf(v, 'limit')}（${p(number(v, 'p'))}）。不推荐任何电极组合。`,
  'check-labels': () => '请检查：标签是否与动作相符（标签页）、运动皮层上方电极的接触情况，以及受试者能否完成该任务。',
  'above-chance-needs': (v) =>
    `若真实正确率与所见相同，约需 ${roughly(number(v, 'trials'))} 个试次才能与随机水平区分。`,
  enough: (v) =>
    isPicked(v)
      ? pickedChinese(v, `损失不超过 ${shareOf(v, 'margin')}`)
      : `${String(v['n'])} 个电极已足够：${figure(v)}，全部 ${String(v['all'])} 个为 ${all(v)}，至多低 ${shareOf(v, 'margin')}；随机水平为 ${shareOf(v, 'chance')}。`,
  'better-than-all': (v) =>
    isPicked(v)
      ? pickedChinese(v, '高于全部电极')
      : `${String(v['n'])} 个电极优于全部 ${String(v['all'])} 个：${figure(v)} 对 ${all(v)}，随机水平为 ${shareOf(v, 'chance')}。`,
  'as-seen-not-shown': (v) =>
    isPicked(v)
      ? pickedChinese(v, openChinese(v))
      : `${String(v['n'])} 个电极${number(v, 'difference') >= 0 ? `在此不逊于全部 ${String(v['all'])} 个：${figure(v)} 对 ${all(v)}` : `达到 ${figure(v)}，全部 ${String(v['all'])} 个为 ${all(v)}`}，随机水平为 ${shareOf(v, 'chance')}；${openChinese(v)}。`,
  'fewer-lose': (v) =>
    isPicked(v)
      ? pickedChinese(v, '低于全部电极')
      : `${String(v['n'])} 个电极达到 ${figure(v)}，低于全部 ${String(v['all'])} 个的 ${all(v)}，随机水平为 ${shareOf(v, 'chance')}。`,
  'all-are-best': (v) =>
    `推荐全部 ${String(v['all'])} 个电极：${all(v)}，随机水平为 ${shareOf(v, 'chance')}；内层折上没有更小的组合在界值之内。`,
  'fixed-chosen': () => '推荐教科书位点：内层折上没有其他选择方法的优势超过界值。',
  'choosing-helps': (v) =>
    `为此人选择电极有帮助：${String(v['fixedN'])} 个固定电极为 ${fixed(v)}，差值 ${difference(v)}。`,
  'fixed-as-well': (v) => `${String(v['fixedN'])} 个固定电极同样好（${fixed(v)}）；尚未证明为此人选择电极有帮助。`,
  'choosing-not-shown': (v) =>
    `${String(v['fixedN'])} 个固定电极为 ${fixed(v)}，差值 ${difference(v)}；尚未证明为此人选择电极有帮助。`,
  'fixed-better': (v) => `${String(v['fixedN'])} 个固定电极更好（${fixed(v)}）：请使用教科书位点。`,
  'trials-needed': (v) =>
    `若比率不变，约需 ${roughly(number(v, 'trials'))} 个评判试次才能得出结论；现有 ${String(v['have'])} 个。`,
  'set-unstable': (v) =>
    `换一批试次会选出其他位点：各折的一致性几乎不高于随机（稳定性 ${shareOf(v, 'nogueira')}；重叠 ${shareOf(v, 'jaccard')}，随机为 ${shareOf(v, 'chance')}）。`,
  'set-stability': (v) => `各折所选位点的稳定性为 ${shareOf(v, 'nogueira')}（0 为随机，1 为每次相同）。`,
  'sites-left-out': (v) => `已排除：${leftOut(v, leftOutReasons['zh-CN'], '；')}。`,
}

/** A statement in words. */
export const sayStatement = ({ key, values }: Statement, language: WordingLanguage): string =>
  (language === 'en' ? english : chinese)[key](values)

/** The whole answer as a paragraph. */
export const sayAnswer = (statements: readonly Statement[], language: WordingLanguage): string =>
  statements.map((statement) => sayStatement(statement, language)).join(language === 'en' ? ' ' : '')

const methodNames: Readonly<Record<WordingLanguage, Readonly<Record<string, string>>>> = {
  en: {
    fixed: 'Fixed set',
    fisher: 'Fisher score',
    'mutual-information': 'Mutual information',
    'csp-weights': 'CSP weights',
    'riemann-distance': 'Riemannian distance',
    'forward-riemann': 'Forward, Riemann',
    'backward-riemann': 'Backward, Riemann',
    'floating-forward-riemann': 'Floating forward, Riemann',
    'floating-backward-riemann': 'Floating backward, Riemann',
    'forward-csp': 'Forward, CSP',
    'backward-csp': 'Backward, CSP',
    'floating-forward-csp': 'Floating forward, CSP',
    'floating-backward-csp': 'Floating backward, CSP',
    gumbel: 'Learned (Gumbel)',
    'gumbel-swap': 'Learned, then swaps',
    random: 'Random sets',
    all: 'All electrodes',
    procedure: 'Recommended',
  },
  'zh-CN': {
    fixed: '固定组合',
    fisher: 'Fisher 得分',
    'mutual-information': '互信息',
    'csp-weights': 'CSP 权重',
    'riemann-distance': '黎曼距离',
    'forward-riemann': '前向（黎曼）',
    'backward-riemann': '后向（黎曼）',
    'floating-forward-riemann': '浮动前向（黎曼）',
    'floating-backward-riemann': '浮动后向（黎曼）',
    'forward-csp': '前向（CSP）',
    'backward-csp': '后向（CSP）',
    'floating-forward-csp': '浮动前向（CSP）',
    'floating-backward-csp': '浮动后向（CSP）',
    gumbel: '学习（Gumbel）',
    'gumbel-swap': '学习后交换',
    random: '随机组合',
    all: '全部电极',
    procedure: '推荐',
  },
}

/** Name of a method; of a person's own set the name that it was given. */
export const methodName = (method: CurveMethod | 'procedure', language: WordingLanguage): string =>
  method !== 'procedure' && isOwnSet(method) ? method.slice('own:'.length) : methodNames[language][method]!
