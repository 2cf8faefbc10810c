import type { Cap, ElectrodeName } from '../domain/electrode'
import { eegmmidbSites, tenTwentySites } from './regions'

const list = (names: string): ElectrodeName[] => names.split(' ')
const free = (count: number): null[] => new Array<null>(count).fill(null)

const cyton = list('Fp1 Fp2 C3 C4 P7 P8 O1 O2')
const daisy = list('F7 F8 F3 F4 T7 T8 P3 P4')
const competition = list('Fz FC3 FC1 FCz FC2 FC4 C5 C3 C1 Cz C2 C4 C6 CP3 CP1 CPz CP2 CP4 P1 Pz P2 POz')

const openBci: readonly Omit<Cap, 'origin'>[] = [
  {
    id: 'openbci-cyton',
    name: 'OpenBCI Cyton',
    sites: cyton,
    reference: 'SRB2',
    ground: 'BIAS',
    inputs: 8,
    sampleRate: 250,
    boardId: 0,
    note: 'Default names of BrainFlow and the OpenBCI GUI; any input may be placed anywhere. Only C3 and C4 are central.',
  },
  {
    id: 'openbci-cyton-daisy',
    name: 'OpenBCI Cyton + Daisy',
    sites: [...cyton, ...daisy],
    reference: 'SRB2',
    ground: 'BIAS',
    inputs: 16,
    sampleRate: 125,
    boardId: 2,
    note: 'Inputs N1P to N8P are 1 to 8, the Daisy has 9 to 16. The reference reaches both boards by a Y-splitter.',
  },
  {
    id: 'openbci-gel-cap',
    name: 'OpenBCI gel cap',
    sites: tenTwentySites,
    inputs: 16,
    note: '19 sites of the 10-20 system: Cyton carries 8 of them, Cyton + Daisy 16.',
  },
  {
    id: 'openbci-ganglion',
    name: 'OpenBCI Ganglion',
    sites: free(4),
    reference: 'REF',
    ground: 'D_G',
    inputs: 4,
    sampleRate: 200,
    boardId: 1,
    note: 'Names no sites. Switches down for a common reference.',
  },
]

const headsets: readonly Omit<Cap, 'origin'>[] = [
  {
    id: 'unicorn',
    name: 'Unicorn Hybrid Black',
    sites: list('Fz C3 Cz C4 Pz PO7 Oz PO8'),
    inputs: 8,
    sampleRate: 250,
    boardId: 8,
    note: 'Not on macOS.',
  },
  {
    id: 'muse-2',
    name: 'Muse 2',
    sites: list('TP9 AF7 AF8 TP10'),
    reference: 'Fpz',
    inputs: 4,
    sampleRate: 256,
    boardId: 38,
    note: 'No central site: poor for imagined movement.',
  },
  {
    id: 'muse-s',
    name: 'Muse S',
    sites: list('TP9 AF7 AF8 TP10'),
    reference: 'Fpz',
    inputs: 4,
    sampleRate: 256,
    boardId: 39,
    note: 'No central site: poor for imagined movement.',
  },
  {
    id: 'epoc-x',
    name: 'Emotiv EPOC X',
    sites: list('AF3 F7 F3 FC5 T7 P7 O1 O2 P8 T8 FC6 F4 F8 AF4'),
    reference: 'P3/P4 or M1/M2',
    inputs: 14,
    sampleRate: 128,
    note: 'Over LSL; BrainFlow does not have it. 256 Hz can be set.',
  },
  {
    id: 'insight',
    name: 'Emotiv Insight',
    sites: list('AF3 AF4 T7 T8 Pz'),
    inputs: 5,
    sampleRate: 128,
    note: 'Over LSL.',
  },
  ...[8, 20, 32].map((inputs) => ({
    id: `enobio-${inputs}`,
    name: `Enobio ${inputs}`,
    sites: free(inputs),
    inputs,
    sampleRate: 500,
    note: 'Placed by the user. NIC2 sends it over LSL; BrainFlow does not have it.',
  })),
  {
    id: 'crown',
    name: 'Neurosity Crown',
    sites: list('CP3 C3 F5 PO3 PO4 F6 C4 CP4'),
    inputs: 8,
    sampleRate: 256,
    boardId: 23,
    note: 'No site on the midline.',
  },
  {
    id: 'brainbit',
    name: 'BrainBit',
    sites: list('T7 T8 O1 O2'),
    inputs: 4,
    sampleRate: 250,
    boardId: 7,
    note: 'Its maker writes T3 and T4 for T7 and T8.',
  },
]

const datasets: readonly Omit<Cap, 'origin'>[] = [
  {
    id: 'eegmmidb',
    name: 'PhysioNet EEGMMIDB (64)',
    sites: eegmmidbSites,
    inputs: 64,
    sampleRate: 160,
    note: 'The cap of the public recordings of 109 people.',
  },
  {
    id: 'bci-iv-2a',
    name: 'BCI Competition IV 2a (22)',
    sites: competition,
    inputs: 22,
    sampleRate: 250,
    note: 'Nine people, four imagined movements; three more channels hold the movements of the eyes.',
  },
]

/** Caps that come with the program, in the order in which they are offered. */
export const presetCaps: readonly Cap[] = [...openBci, ...headsets, ...datasets].map((cap) => ({
  ...cap,
  origin: 'preset',
}))
