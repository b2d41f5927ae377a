/**
 * Digests by WebCrypto, the only source of them here.
 */

import {unchecked} from './errors.js'

/**
 * The runtime's WebCrypto. A page that came over plain http from anywhere but this machine has none.
 *
 * @returns {SubtleCrypto}
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export function subtle() {
  const found = globalThis.crypto?.subtle
  if (found === undefined) throw unchecked('crypto_unavailable')
  return found
}

/**
 * The digest of some bytes.
 *
 * @param {'SHA-256' | 'SHA-384' | 'SHA-512'} algorithm
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export async function digest(algorithm, bytes) {
  return new Uint8Array(await subtle().digest(algorithm, /** @type {BufferSource} */ (bytes)))
}

/**
 * Bytes in lower-case hexadecimal.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * SHA-256 of some bytes, in lower-case hexadecimal.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<string>}
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export async function sha256Hex(bytes) {
  return hex(await digest('SHA-256', bytes))
}
