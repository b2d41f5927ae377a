/**
 * What an address may be made of (RFC 3987, narrowed), wherever a statement holds one.
 */

const ucschar =
  // Without white space: JSON-LD libraries disagree on whether an address may hold it.
  '\\u00a1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ud7ff' +
  '\\uf900-\\ufdcf\\ufdf0-\\ufefe\\uff00-\\uffef' +
  Array.from({length: 14}, (_, at) => {
    const plane = (at + 1).toString(16)
    return `\\u{${plane}${plane === 'e' ? '1' : '0'}000}-\\u{${plane}fffd}`
  }).join('')
const pchars = `(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?${ucschar}]|%[0-9A-Fa-f]{2})`
// Narrower than RFC 3987: an address with a space or an angle bracket could write statements of its own.
const absoluteAddress = new RegExp(`^[A-Za-z][A-Za-z0-9+.\\-]*:${pchars}+(?:#${pchars}*)?$`, 'u')

/**
 * Whether a text is an address that a statement may hold.
 *
 * @param {string} value
 * @returns {boolean}
 */
export function isAbsolute(value) {
  return absoluteAddress.test(value)
}
