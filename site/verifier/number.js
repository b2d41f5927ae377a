/**
 * The credential number: a short, speakable name for one place in one status list (docs/formats.md, The credential number).
 */

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const listName = /^[a-hjkmnp-tv-z][1-9][0-9]{0,2}$/
const listSize = 131_072

/**
 * The number of an index of a list, such as `A1-04K7X`; null for a name or an index that no list can have.
 *
 * @param {string} list
 * @param {number} index
 * @returns {string | null}
 */
export function numberFrom(list, index) {
  if (!listName.test(list) || index < 0 || index >= listSize) return null
  const prefix = list.toUpperCase()
  const digits = [15, 10, 5, 0].map((shift) => alphabet[(index >> shift) & 31]).join('')
  return `${prefix}-${digits}${checkCharacter(prefix + digits)}`
}

/**
 * ISO/IEC 7064, hybrid system MOD 33,32.
 *
 * @param {string} body
 */
function checkCharacter(body) {
  let product = 32
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 32 || 32
    product = (2 * sum) % 33
  }
  return alphabet[(33 - product) % 32]
}
