/** What two spellings of a word have in common: neither case nor accents count, and signs part words. Unicode's decomposition (UAX 15). */

/** Letters that no decomposition takes apart. */
const alike = new Map([
  ...[['ß', 'ss'], ['æ', 'ae'], ['œ', 'oe'], ['ø', 'o'], ['ł', 'l'], ['đ', 'd'], ['ð', 'd'], ['þ', 'th'], ['ı', 'i'], ['ς', 'σ']]
].map(([letter, written]) => /** @type {const} */ ([letter, written])))
const unlike = new RegExp(`[${[...alike.keys()].join('')}]`, 'gu')
const plain = /^[\x20-\x7e]*$/

/**
 * A text's words in one spelling, with single spaces between them.
 *
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  // Most texts need no more, and ten thousand are folded at once.
  if (plain.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim()
  const bare = text.normalize('NFKD').replace(/\p{Mn}+/gu, '').toLowerCase()
  const spelt = bare.replace(unlike, (letter) => alike.get(letter) ?? letter)
  return spelt.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
