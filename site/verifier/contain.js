/**
 * What a person was given, opened: the bytes of the credential in an image or a PDF, told by content and never by name. What is inside is not opened
 * again. Twin of builder/testamur/contain/.
 *
 * @import {Limits, OpenPdf} from './types.js'
 */

import {failed} from './errors.js'
import {isPdf} from './pdf.js'
import {credentialInPng, isPng} from './png.js'
import {credentialInSvg, isSvg} from './svg.js'

/**
 * The bytes of the credential that a file holds; the file itself where it is no container that we know.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @param {OpenPdf | null} [openPdf]
 *   Null where the program that opens PDF files is not there.
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   The first rule of step 1 that does not hold.
 */
export function opened(bytes, limits, openPdf = null) {
  const read = isPng(bytes) ? credentialInPng : isPdf(bytes) ? (openPdf ?? notOpened) : isSvg(bytes) ? credentialInSvg : null
  if (read === null) return bytes
  if (bytes.length > limits.max_container_bytes) throw failed('container_too_large')
  return read(bytes, limits)
}

/** @type {OpenPdf} */
function notOpened() {
  throw failed('pdf_not_opened')
}
