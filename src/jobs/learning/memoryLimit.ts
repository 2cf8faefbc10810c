import { totalmem } from 'node:os'

/** Part of the machine's memory that learning may take. */
const share = 0.4

export interface MachineMemory {
  /** Bytes of the machine. */
  readonly total: number
  /** Bytes that the container or control group of this process may use; 0, absent or absurdly large: no limit. */
  readonly constrained?: number
}

/** Bytes that learning may take: `wish`, else 40 % of what this process can have; never more than all of that. */
export function memoryLimit(wish?: number, machine: MachineMemory = thisMachine()): number {
  const { total, constrained = 0 } = machine
  const available = constrained > 0 ? Math.min(total, constrained) : total
  return Math.floor(Math.min(wish ?? share * available, available))
}

function thisMachine(): MachineMemory {
  return { total: totalmem(), constrained: process.constrainedMemory?.() }
}
