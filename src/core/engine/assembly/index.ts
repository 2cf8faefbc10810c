// The engine's kernels: typed memory in, typed memory out, no allocation. What they mean is said in TypeScript beside.
export { transform } from './fourier'
export { fromTiles, interleave, toTiles } from './spectra'
export { dropoutMask, uniforms } from './noise'
export { concrete, concreteGradient, correlate, gatherWeights, inputGradient, power, select } from './selection'
// Inner loops, exported for the reason given in convolution.ts alone.
export { fourTrials, mapSum, packTrials, trialSum } from './convolution'
export { eightNeurons, fourNeurons } from './selection'
export { centre, convolve, convolveBack, gatherMaps, kernelGradient } from './convolution'
export { features, featuresBack, linearGradient, logits, pool, poolBack } from './tail'
export { adam, clear, copy, multiply, squares, sumRows, sumRowsAt, takeRows } from './algebra'
