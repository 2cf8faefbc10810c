/** Rows of a board in BrainFlow (`get_board_descr`, default preset): columns of the file that its streamer writes. */
export interface BoardLayout {
  readonly name: string
  readonly rate: number
  readonly columns: number
  readonly exg: readonly number[]
  readonly index: number
  readonly time: number
  readonly marker: number
}

/** `time` and `marker` are the last two columns and `index` the first one, but for a few. */
const board = (name: string, rate: number, columns: number, last: number, first = 1): BoardLayout => ({
  ...{ name, rate, columns, index: 0, time: columns - 2, marker: columns - 1 },
  exg: Array.from({ length: last - first + 1 }, (_, i) => first + i),
})

/**
 * BrainFlow 5.22, read from the library. Where several have the same number of columns, the one that is met most comes first.
 * Boards whose columns mean the same are named together.
 */
export const boardLayouts: readonly BoardLayout[] = [
  board('Callibri EEG', 250, 4, 1),
  board('Enophone', 250, 7, 4),
  board('Muse 2016', 256, 7, 4),
  board('Muse 2 or S', 256, 8, 4),
  board('BrainBit BLED or Explore 4', 250, 8, 4),
  board('PiEEG', 250, 11, 8),
  board('Muse S Athena', 256, 11, 4),
  board('BrainBit', 250, 12, 4),
  board('Notion, Explore 8 or Explore+ 8', 250, 12, 8),
  board('Crown', 256, 12, 8),
  board('Knight', 125, 13, 8),
  board('BioListener', 500, 13, 8),
  board('ANT Neuro EE411', 2000, 14, 8),
  board('ANT Neuro EE430', 512, 14, 8),
  board('Ganglion', 200, 15, 4),
  { ...board('BrainAlive', 250, 17, 8), time: 16, marker: 15 },
  board('AAVAA', 50, 17, 8),
  { ...board('Unicorn', 250, 19, 7, 0), index: 15 },
  board('ANT Neuro EE213', 2000, 22, 16),
  board('Knight IMU', 125, 22, 8),
  board('Cyton', 250, 24, 8),
  board('Cyton WiFi', 1000, 24, 8),
  board('Ganglion WiFi', 1600, 25, 4),
  board('NTL', 250, 25, 8),
  board('OB3000', 500, 27, 24),
  board('Galea', 250, 29, 24, 9),
  board('Cyton + Daisy', 125, 32, 16),
  board('Synthetic', 250, 32, 16),
  board('Cyton + Daisy WiFi', 1000, 32, 16),
  board('ANT Neuro EE511', 4096, 34, 24),
  board('FreeEEG32 or IronBCI32', 512, 35, 32),
  board('Explore+ 32', 250, 36, 32),
  board('ANT Neuro EE212', 2000, 38, 32),
  board('ANT Neuro EE214', 2000, 62, 32),
  board('ANT Neuro EE211', 2000, 70, 64),
  board('ANT Neuro EE215', 2000, 94, 64),
  board('FreeEEG128', 256, 131, 128),
]

/** Rates nearer than this share are the board's own: times of arrival jitter, and boards' clocks differ. */
const near = 0.1

export interface BoardGuess {
  readonly board: BoardLayout
  /** Hertz: the board's own when the file's times agree, else theirs. */
  readonly rate: number
  /** Boards that fit as well and whose columns mean something else. */
  readonly others: readonly BoardLayout[]
}

/** The board that a table of so many columns comes from, by how fast its rows came; `null`: none that is known. */
export function guessBoard(columns: number, measuredRate: number): BoardGuess | null {
  const fitting = boardLayouts.filter((layout) => layout.columns === columns)
  if (fitting.length === 0) return null
  const agreeing = fitting.filter(({ rate }) => Math.abs(rate / measuredRate - 1) < near)
  const list = agreeing.length > 0 ? agreeing : fitting
  const board = list[0]!
  const same = (layout: BoardLayout): boolean => String(layout.exg) === String(board.exg)
  return {
    board,
    rate: agreeing.length > 0 ? board.rate : Math.round(measuredRate),
    others: list.filter((layout) => !same(layout)),
  }
}
