import type { Row } from '../support/rows'
import { timeTorchStep } from '../support/torch'
import { prepareStep, timeSteps } from './ourStep'

const [batch, samples, trials] = [64, 1125, 128]

const cases = [
  { mode: 'select', channels: 44, neurons: 8, name: '44 → 8', layersGoal: 'at least 30 times, aim 50' },
  { mode: 'select', channels: 44, neurons: 16, name: '44 → 16', layersGoal: 'at least 30 times, aim 50' },
  { mode: 'fixed', channels: 44, neurons: 44, name: 'all 44', layersGoal: 'at least 90 times, aim 150' },
  { mode: 'select', channels: 64, neurons: 8, name: '64 → 8', layersGoal: 'at least 30 times, aim 50' },
  { mode: 'select', channels: 64, neurons: 16, name: '64 → 16', layersGoal: 'at least 30 times, aim 50' },
  { mode: 'fixed', channels: 64, neurons: 64, name: 'all 64', layersGoal: 'at least 90 times, aim 150' },
] as const

/** A training step against PyTorch, as published and with the same algebra, on the same number of threads. */
export async function comparePeers(threadCounts: readonly number[], seconds: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const threads of threadCounts) {
    for (const { name, layersGoal, ...sizes } of cases) {
      const prepared = await prepareStep({ ...sizes, samples, batch, trials, threads })
      const before = await timeSteps(prepared, seconds)
      const what = `training step ${name}, batch ${batch}, T ${samples}, ${threads} thread${threads > 1 ? 's' : ''}`
      for (const form of ['layers', 'algebra'] as const) {
        const peer = await timeTorchStep({ ...sizes, form, samples, batch, threads, seconds: 2 * seconds })
        // Again after each peer: both shall meet the same machine.
        const ours = Math.min(before.min, (await timeSteps(prepared, seconds)).min)
        const peerName = form === 'layers' ? `PyTorch ${peer.torch}, layers` : `PyTorch ${peer.torch}, the same algebra`
        const goal = form === 'layers' ? layersGoal : 'at least 1.1 times, aim 1.5'
        process.stderr.write(`${what}: ${ours.toFixed(2)} ms, ${peerName} ${peer.min.toFixed(2)} ms\n`)
        rows.push({ what, ours, peer: peer.min, peerName, ratio: peer.min / ours, unit: 'ms', goal })
      }
      await prepared.learner.dispose()
    }
  }
  return rows
}
