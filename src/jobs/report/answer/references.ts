/** Works that a report may cite, by what they stand for. */
export const works = {
  nested:
    'Varma S., Simon R. Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics 7:91, 2006.',
  standardError: 'Breiman L. et al. Classification and Regression Trees, 3.4.3. Wadsworth, 1984.',
  wilson:
    'Wilson E. B. Probable inference, the law of succession, and statistical inference. J. Am. Stat. Assoc. 22:209, 1927.',
  chance:
    'Müller-Putz G. R. et al. Better than random? A closer look on BCI results. Int. J. Bioelectromagn. 10:52, 2008.',
  permutation:
    'Ojala M., Garriga G. C. Permutation tests for studying classifier performance. J. Mach. Learn. Res. 11:1833, 2010.',
  kappa: 'Cohen J. A coefficient of agreement for nominal scales. Educ. Psychol. Meas. 20:37, 1960.',
  mcnemar:
    'McNemar Q. Note on the sampling error of the difference between correlated proportions. Psychometrika 12:153, 1947.',
  newcombe:
    'Newcombe R. G. Improved confidence intervals for the difference between binomial proportions based on paired data. Stat. Med. 17:2635, 1998.',
  signFlip: 'Good P. Permutation, Parametric and Bootstrap Tests of Hypotheses. Springer, 2005.',
  holm: 'Holm S. A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6:65, 1979.',
  stability:
    'Nogueira S., Sechidis K., Brown G. On the stability of feature selection algorithms. J. Mach. Learn. Res. 18(174):1, 2018.',
  csp: 'Blankertz B. et al. Optimizing spatial filters for robust EEG single-trial analysis. IEEE Signal Process. Mag. 25:41, 2008.',
  shrinkage:
    'Blankertz B. et al. Single-trial analysis and classification of ERP components: a tutorial. NeuroImage 56:814, 2011.',
  riemann:
    'Barachant A. et al. Multiclass brain-computer interface classification by Riemannian geometry. IEEE Trans. Biomed. Eng. 59:920, 2012.',
  network:
    'Wu H. et al. A parallel multiscale filter bank convolutional neural network for motor imagery EEG classification. Front. Neurosci. 13:1275, 2019.',
  gumbel:
    'Strypsteen T., Bertrand A. End-to-end learnable EEG channel selection for deep neural networks with Gumbel-softmax. J. Neural Eng. 18:0460a9, 2021.',
  riemannDistance:
    'Barachant A., Bonnet S. Channel selection procedure using Riemannian distance for BCI applications. IEEE EMBS Conf. Neural Eng., 2011.',
  floating:
    'Pudil P., Novovičová J., Kittler J. Floating search methods in feature selection. Pattern Recognit. Lett. 15:1119, 1994.',
  positions:
    'Oostenveld R., Praamstra P. The five percent electrode system for high-resolution EEG and ERP measurements. Clin. Neurophysiol. 112:713, 2001.',
} as const
export type Work = keyof typeof works

/** Numbers works in the order in which they are cited. */
export interface Bibliography {
  /** ` [3]` or ` [3, 4]` */
  cite(...cited: Work[]): string
  readonly list: readonly string[]
}

export function createBibliography(): Bibliography {
  const cited: Work[] = []
  const numberOf = (work: Work): number => {
    if (!cited.includes(work)) cited.push(work)
    return cited.indexOf(work) + 1
  }
  return {
    cite: (...named) => ` [${named.map(numberOf).join(', ')}]`,
    get list() {
      return cited.map((work) => works[work])
    },
  }
}
