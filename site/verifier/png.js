/**
 * A credential baked into a PNG image (PNG third edition, sections 5 and 11.3.3; Open Badges 3.0, section 5.3.1). Every byte of the image is
 * accounted for, and none of it is decoded. Twin of builder/testamur/contain/png.py.
 */

import {failed} from './errors.js'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const keyword = new TextEncoder().encode('openbadgecredential\0')
const texts = ['tEXt', 'zTXt', 'iTXt']

/** What a byte does to a cyclic redundancy check (PNG third edition, annex D). */
const crcTable = Uint32Array.from({length: 256}, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1
  return sum
})

/**
 * @param {Uint8Array} bytes
 * @returns {number}
 */
function crc32(bytes) {
  let sum = 0xffffffff
  for (const byte of bytes) sum = crcTable[(sum ^ byte) & 0xff] ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}

/**
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
export const isPng = (bytes) => signature.every((byte, at) => bytes[at] === byte)

/**
 * The text of the one chunk that holds a credential, as it stands.
 *
 * @param {Uint8Array} bytes
 *   They begin as a PNG does.
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   The first rule of docs/verification.md that does not hold.
 */
export function credentialInPng(bytes) {
  const found = chunks(bytes).filter(
    ({kind, body}) => texts.includes(kind) && keyword.every((byte, at) => body[at] === byte)
  )
  if (found.length === 0) throw failed('png_no_credential')
  if (found.length > 1) throw failed('container_ambiguous')
  const [{kind, body}] = found
  if (kind !== 'iTXt') throw failed('png_text_form')
  // After the keyword: whether it is compressed, how, a language and a translation, each of the two ended by a zero.
  const flag = body[keyword.length]
  const language = body.indexOf(0, keyword.length + 2)
  const translation = language < 0 ? -1 : body.indexOf(0, language + 1)
  if (flag > 1 || translation < 0) throw failed('png_malformed')
  if (flag === 1) throw failed('png_text_form')
  return body.subarray(translation + 1)
}

/**
 * Every chunk, once the whole file is known to be a row of chunks and nothing else.
 *
 * @param {Uint8Array} bytes
 * @returns {{kind: string, body: Uint8Array}[]}
 */
function chunks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  /** @type {{kind: string, body: Uint8Array}[]} */
  const rows = []
  let at = signature.length
  while (rows.at(-1)?.kind !== 'IEND') {
    if (at + 12 > bytes.length) throw failed('png_malformed')
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const end = at + 8 + view.getUint32(at)
    if (!/^[A-Za-z]{4}$/.test(kind) || end + 4 > bytes.length) throw failed('png_malformed')
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw failed('png_malformed')
    const body = bytes.subarray(at + 8, end)
    const isFirst = rows.length === 0
    if ((kind === 'IHDR') !== isFirst || (isFirst && body.length !== 13)) throw failed('png_malformed')
    rows.push({kind, body})
    at = end + 4
  }
  if (rows.at(-1)?.body.length !== 0 || !rows.some(({kind}) => kind === 'IDAT')) throw failed('png_malformed')
  if (at !== bytes.length) throw failed('png_trailing_data')
  return rows
}
