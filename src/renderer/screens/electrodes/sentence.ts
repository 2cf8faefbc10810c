/** Between the words of a message and the places where something is put in; no text has it. */
const mark = '\u0001'

/** What a message is called with, so that `splitSentence` finds the places again. */
export const place = (name: string): string => `${mark}${name}${mark}`

/** A message in pieces: plain words, and places where a component stands. Languages order them as they like. */
export function splitSentence(text: string): ({ readonly text: string } | { readonly place: string })[] {
  return text
    .split(mark)
    .map((piece, index) => (index % 2 ? { place: piece } : { text: piece }))
    .filter((piece) => 'place' in piece || piece.text !== '')
}
