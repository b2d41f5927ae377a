/** A program for the tests of the bundle, which imports a chunk when it is asked to. */

/** @returns {Promise<string>} */
export async function use() {
  const {word} = await import('./sample.chunk.js')
  return word
}
