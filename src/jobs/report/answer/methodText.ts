import { familyOf, isOwnSet, type CurveFinding, type CurveMethod, type MethodId } from '../../../core/domain/curve'
import { methodName, pValue, share, type WordingLanguage } from '../../../core/domain/curveWording'
import type { DecoderKind } from '../../../core/domain/decoder'
import type { Bibliography, Work } from './references'
import { decoderName, schemeWord } from './words'

type Two = Readonly<Record<WordingLanguage, string>>

/** How the answer came about, a paragraph each; cites what it names. */
export function methodText(finding: CurveFinding, language: WordingLanguage, bibliography: Bibliography): string[] {
  const parts = [nested, rule, decoders, choosers, figures, comparisons, stability]
  return parts.map((part) => part(finding, bibliography)[language])
}

type Part = (finding: CurveFinding, bibliography: Bibliography) => Two

const nested: Part = ({ plan, folds, trials }, { cite }) => {
  const ref = cite('nested')
  return {
    en: `Nested evaluation${ref}: ${trials.length} trials in ${folds.length} outer folds, ${schemeWord(plan.scheme, 'en')}. The held-out trials of a fold were answered once; sites, number of electrodes, method and decoder were chosen on inner folds of the rest.`,
    'zh-CN': `嵌套评估${ref}：${trials.length} 个试次，${folds.length} 个外层折，${schemeWord(plan.scheme, 'zh-CN')}。每折留出的试次只被回答一次；位点、电极数、方法与解码器均在其余数据的内层折上选择。`,
  }
}

const rule: Part = ({ plan: { margin }, recommendation }, { cite }) => {
  const ref = cite('standardError')
  const errors = margin.kind === 'standard-errors'
  const size = errors ? String(margin.value) : share(margin.value)
  const shown = share(recommendation.againstAll.margin)
  return {
    en: `Recommended is the smallest number whose inner accuracy is within ${errors ? `${size} standard ${margin.value === 1 ? 'error' : 'errors'}` : size} of the best${ref}, at that number the plainest method. “Not worse” is said when the 95 % interval of the difference stays above −${shown}.`,
    'zh-CN': `推荐内层正确率与最佳者相差不超过 ${errors ? `${size} 个标准误` : size} 的最小电极数${ref}，该数量下取最简单的方法。仅当差值的 95 % 区间高于 −${shown} 时才称“不差”。`,
  }
}

const decoderWorks: Readonly<Record<DecoderKind, readonly Work[]>> = {
  lda: ['csp', 'shrinkage'],
  riemann: ['riemann'],
  network: ['network'],
}

const decoders: Part = ({ plan, decoder }, { cite }) => {
  const list = (language: WordingLanguage): string =>
    plan.decoders.map((kind) => decoderName(kind, language) + cite(...decoderWorks[kind])).join(', ')
  const several = plan.decoders.length > 1
  return {
    en: `Every set was scored by the same decoder: ${list('en')}${several ? `; of these the one that did best on inner folds (for the set to wear ${decoderName(decoder, 'en')})` : ''}.`,
    'zh-CN': `所有组合由同一解码器评分：${list('zh-CN')}${several ? `；取内层折上最佳者（需佩戴的组合为 ${decoderName(decoder, 'zh-CN')}）` : ''}。`,
  }
}

const methodWorks = (method: MethodId): readonly Work[] => {
  const score: readonly Work[] = method.endsWith('-csp') ? ['csp'] : method.endsWith('-riemann') ? ['riemann'] : []
  if (method.startsWith('floating')) return ['floating', ...score]
  if (familyOf(method) === 'learned') return ['gumbel', 'network']
  if (method === 'csp-weights') return ['csp']
  return method === 'riemann-distance' ? ['riemannDistance'] : score
}

const choosers: Part = ({ plan, candidates, sites }, { cite }) => {
  const own = plan.ownSets.map(({ name }): CurveMethod => `own:${name}`)
  const named = (language: WordingLanguage): string =>
    [...plan.methods, ...own]
      .map((method) => {
        const cited = isOwnSet(method) || method === 'all' ? [] : methodWorks(method)
        return methodName(method, language) + (cited.length > 0 ? cite(...cited) : '')
      })
      .join(', ')
  const learned = plan.methods.some((method) => familyOf(method) === 'learned')
  const random = plan.methods.includes('random')
  return {
    en: `Sets came from: ${named('en')}; and all ${sites.length} sites. Candidates: ${candidates.length} sites.${learned ? ` Learned sets: ${plan.restarts} trainings of ${plan.steps} steps a set.` : ''}${random ? ` Random sets: ${plan.draws} a size.` : ''}`,
    'zh-CN': `组合来自：${named('zh-CN')}；以及全部 ${sites.length} 个位点。候选位点 ${candidates.length} 个。${learned ? `学习组合：每组 ${plan.restarts} 次训练，每次 ${plan.steps} 步。` : ''}${random ? `随机组合：每种数量 ${plan.draws} 组。` : ''}`,
  }
}

const figures: Part = ({ recommendation: { permutationP } }, { cite }) => {
  const [wilson, chance, permutation, kappa] = [cite('wilson'), cite('chance'), cite('permutation'), cite('kappa')]
  const p = pValue(permutationP)
  return {
    en: `Accuracy is the share of right answers with Wilson’s 95 % interval${wilson}; the limit of chance is that of the exact binomial test at 5 %, one-sided${chance}. Decoding is claimed above that limit and where a permutation test gives at most .05 (here ${p}; labels exchanged within folds)${permutation}. κ is Cohen’s${kappa}.`,
    'zh-CN': `正确率为答对比例，附 Wilson 95 % 区间${wilson}；随机界限取精确二项检验单侧 5 %${chance}。仅当高于该界限且置换检验不超过 .05（此处 ${p}，标签在折内交换）时才称为解码成功${permutation}。κ 为 Cohen κ${kappa}。`,
  }
}

const comparisons: Part = ({ comparisons: made }, { cite }) => {
  const interval = cite('newcombe')
  const flips = made.some(({ test }) => test === 'sign-flip')
  const test = cite(flips ? 'signFlip' : 'mcnemar')
  const several = cite('holm')
  return {
    en: `Differences are of the same trials, with Newcombe’s interval${interval}; p by ${flips ? 'flipping the signs of the subjects’ differences' : 'the exact McNemar test'}${test}, corrected over ${made.length} comparisons after Holm${several}.`,
    'zh-CN': `差值基于相同试次，附 Newcombe 区间${interval}；p 由${flips ? '受试者差值的符号翻转检验' : '精确 McNemar 检验'}${test}得出，并按 Holm 对 ${made.length} 项比较校正${several}。`,
  }
}

const stability: Part = (_, { cite }) => {
  const [measure, places] = [cite('stability'), cite('positions')]
  return {
    en: `Stability is Nogueira’s measure of how alike the sets of the outer folds are${measure}: 1 the same every time, 0 as by chance. Places of sites are those of the 10-05 system, not measured on this head${places}.`,
    'zh-CN': `稳定性为 Nogueira 对各外层折组合一致程度的度量${measure}：1 为每次相同，0 为随机水平。位点取自 10-05 系统，并非在该头部实测${places}。`,
  }
}
