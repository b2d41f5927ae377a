/**
 * What a person was given, opened: the bytes of the credential in an image, told by content and never by name. What is inside is not opened
 * again. Twin of builder/testamur/contain/.
 *
 * @import {Limits} from './types.js'
 */

import {failed} from './errors.js'
import {credentialInPng, isPng} from './png.js'
import {credentialInSvg, isSvg} from './svg.js'

const pdf = new TextEncoder().encode('%PDF-')

/**
 * The bytes of the credential that a file holds; the file itself where it is no container that we know.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   The first rule of step 1 that does not hold.
 */
export function opened(bytes, limits) {
  if (pdf.every((byte, at) => bytes[at] === byte)) throw failed('pdf_not_opened')
  const read = isPng(bytes) ? credentialInPng : isSvg(bytes) ? credentialInSvg : null
  if (read === null) return bytes
  if (bytes.length > limits.max_container_bytes) throw failed('container_too_large')
  return read(bytes, limits)
}
