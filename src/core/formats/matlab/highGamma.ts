import type { ElectrodeName } from '../../domain/electrode'

/**
 * The High-Gamma dataset (R. T. Schirrmeister et al., Human Brain Mapping 38 (2017) 5391–5420; github.com/robintibor/high-gamma-dataset):
 * 128 electrodes at 500 Hz, executed movements, four classes.
 */
export const highGammaClasses = ['Right Hand', 'Left Hand', 'Rest', 'Feet'] as const

/** A trial lasts so long after its cue, seconds. */
export const highGammaTrial = 4

/** The 44 electrodes over the motor cortex that its authors use: those with a C in their name. */
export const highGammaMotorSites: readonly ElectrodeName[] = [
  ...['FC5', 'FC1', 'FC2', 'FC6', 'C3', 'C4', 'CP5', 'CP1', 'CP2', 'CP6', 'FC3'],
  ...['FCz', 'FC4', 'C5', 'C1', 'C2', 'C6', 'CP3', 'CPz', 'CP4', 'FFC5h', 'FFC3h'],
  ...['FFC4h', 'FFC6h', 'FCC5h', 'FCC3h', 'FCC4h', 'FCC6h', 'CCP5h', 'CCP3h', 'CCP4h', 'CCP6h', 'CPP5h'],
  ...['CPP3h', 'CPP4h', 'CPP6h', 'FFC1h', 'FFC2h', 'FCC1h', 'FCC2h', 'CCP1h', 'CCP2h', 'CPP1h', 'CPP2h'],
]
