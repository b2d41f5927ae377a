/** A chunk for the tests of the bundle. */

export const word = 'from the chunk'
