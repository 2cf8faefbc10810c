import type { ElectrodeName } from '../domain/electrode'

const list = (names: string): readonly ElectrodeName[] => names.split(' ')

/** The 21 sites over the motor cortex that EEGMMIDB carries: FC, C and CP, columns 5 to 6. */
export const motorSites = list('FC5 FC3 FC1 FCz FC2 FC4 FC6 C5 C3 C1 Cz C2 C4 C6 CP5 CP3 CP1 CPz CP2 CP4 CP6')

/** Eight sites by textbook: the set that any selection has to be compared with. */
export const fixedMotorSet = list('C3 C4 Cz FC3 FC4 CP3 CP4 CPz')

/** The 64 electrodes of EEGMMIDB in the order of its files (G. Schalk et al., IEEE TBME 51 (2004) 1034–1043). */
export const eegmmidbSites: readonly ElectrodeName[] = [
  ...motorSites,
  ...list('Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F7 F5 F3 F1 Fz F2 F4 F6 F8 FT7 FT8 T7 T8 T9 T10 TP7 TP8'),
  ...list('P7 P5 P3 P1 Pz P2 P4 P6 P8 PO7 PO3 POz PO4 PO8 O1 Oz O2 Iz'),
]

/** The 19 scalp sites of the 10-20 system (H. H. Jasper, 1958) in today's names, front to back. */
export const tenTwentySites = list('Fp1 Fp2 F7 F3 Fz F4 F8 T7 C3 Cz C4 T8 P7 P3 Pz P4 P8 O1 O2')

/** Sites over the sources of the four imagined movements: hand areas left and right, foot area in the middle. */
export const movementSources = list('C3 C4 Cz')

const side = (name: ElectrodeName): 'left' | 'right' | 'middle' => {
  const digits = /\d+/.exec(name)
  if (!digits) return 'middle'
  return Number(digits[0]) % 2 ? 'left' : 'right'
}

export const regionIds = [
  'motor',
  'frontal',
  'central',
  'parietal',
  'occipital',
  'temporal',
  'left',
  'right',
  'midline',
  'ten-twenty',
] as const
export type RegionId = (typeof regionIds)[number]

const row = (name: ElectrodeName): string => /^[A-Za-z]+?(?=z$|\d)/.exec(name)?.[0] ?? ''
const rowsOf: Readonly<Partial<Record<RegionId, readonly string[]>>> = {
  frontal: ['Fp', 'AFp', 'AF', 'AFF', 'F', 'FFC'],
  central: ['FC', 'FCC', 'C', 'CCP', 'CP'],
  parietal: ['CPP', 'P', 'PPO'],
  occipital: ['PO', 'POO', 'O', 'OI', 'I'],
  temporal: ['FFT', 'FT', 'FTT', 'T', 'TTP', 'TP', 'TPP'],
}

/** Those of `among` that lie in a region, in their order. A region is a way to pick many sites at once. */
export function inRegion(region: RegionId, among: readonly ElectrodeName[]): ElectrodeName[] {
  if (region === 'motor') return among.filter((name) => motorSites.includes(name))
  if (region === 'ten-twenty') return among.filter((name) => tenTwentySites.includes(name))
  if (region === 'left' || region === 'right') return among.filter((name) => side(name) === region)
  if (region === 'midline') return among.filter((name) => side(name) === 'middle')
  return among.filter((name) => rowsOf[region]!.includes(row(name)))
}
