/**
 * The bits of a status list: from text to what a gzip file holds, no more of it than the limits say (Bitstring Status List 1.0, section 3.4;
 * RFC 1952).
 *
 * @import {Limits} from './types.js'
 */

import {CheckError, unchecked} from './errors.js'

const base64urlForm = /^[A-Za-z0-9_-]*$/

/**
 * The bits of an `encodedList` (section 3.4), most significant first.
 *
 * @param {string} encoded
 * @param {{bytesFrom: (encoded: string) => Uint8Array<ArrayBuffer> | null}} kind
 *   How its text is written.
 * @param {Pick<Limits, 'max_status_list_entries' | 'max_status_list_bytes_compressed'>} limits
 *   No more is unpacked than these say, whatever the stream holds.
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   `status_list_encoding`, `status_list_too_large`.
 */
export async function decodeList(encoded, {bytesFrom}, limits) {
  // Four characters of base64 are three bytes; a longer text is too large whatever it holds.
  if (Math.floor(((encoded.length - 1) * 3) / 4) > limits.max_status_list_bytes_compressed) throw unchecked('status_list_too_large')
  const packed = bytesFrom(encoded)
  const begin = packed === null ? null : headerEnd(packed)
  if (packed === null || begin === null || packed.length < begin + 8) throw unchecked('status_list_encoding')
  const maxBytes = limits.max_status_list_entries / 8
  const deflated = packed.subarray(begin, -8)
  const bits = await inflated(deflated, maxBytes)
  // Browsers refuse what follows the end of a stream and Node skips it: a stream that is none without its last byte has nothing after it.
  if (!isTrailer(packed.subarray(-8), bits) || (await ends(deflated.subarray(0, -1), maxBytes))) throw unchecked('status_list_encoding')
  return bits
}

/**
 * Where the header of a gzip file ends (RFC 1952, section 2.3), null where there is none. It is read here, so that the engine gets one
 * stream of which it can't take a second for the rest of the first.
 *
 * @param {Uint8Array} packed
 * @returns {number | null}
 */
function headerEnd(packed) {
  const flags = packed[3]
  if (packed.length < 10 || packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8 || (flags & 0xe0) !== 0) return null
  let end = 10
  if (flags & 4) end += 2 + (packed[end] | (packed[end + 1] << 8))
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    const zero = packed.indexOf(0, end)
    if (zero < 0) return null
    end = zero + 1
  }
  if (flags & 2) {
    const checksum = packed[end] | (packed[end + 1] << 8)
    if (checksum !== (crc32(packed.subarray(0, end)) & 0xffff)) return null
    end += 2
  }
  return end
}

/**
 * What a stream unpacks to.
 *
 * @param {Uint8Array<ArrayBuffer>} deflated
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   `status_list_encoding`, `status_list_too_large`.
 */
async function inflated(deflated, maxBytes) {
  // A stream of a Blob would ask the browser's other processes for bytes that are here.
  const source = new ReadableStream({
    start: (into) => {
      into.enqueue(deflated)
      into.close()
    }
  })
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const content = new Uint8Array(maxBytes)
  let size = 0
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (size + chunk.value.length > maxBytes) throw unchecked('status_list_too_large')
      content.set(chunk.value, size)
      size += chunk.value.length
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    throw error instanceof CheckError ? error : unchecked('status_list_encoding')
  }
  return content.subarray(0, size)
}

/**
 * Whether a stream comes to its end.
 *
 * @param {Uint8Array<ArrayBuffer>} deflated
 * @param {number} maxBytes
 * @returns {Promise<boolean>}
 */
async function ends(deflated, maxBytes) {
  try {
    await inflated(deflated, maxBytes)
    return true
  } catch (error) {
    if (error instanceof CheckError) return false
    throw error
  }
}

/**
 * Whether eight bytes are the checksum and size of some content (RFC 1952).
 *
 * @param {Uint8Array} trailer
 * @param {Uint8Array} content
 */
function isTrailer(trailer, content) {
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8)
  return view.getUint32(0, true) === crc32(content) && view.getUint32(4, true) === content.length
}

/** @param {Uint8Array} content */
function crc32(content) {
  let checksum = ~0
  for (const byte of content) checksum = (checksum >>> 8) ^ crcTable[(checksum ^ byte) & 255]
  return ~checksum >>> 0
}

const crcTable = Uint32Array.from({length: 256}, (_, value) => {
  let entry = value
  for (let bit = 0; bit < 8; bit += 1) entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1
  return entry
})

/**
 * The bytes behind `u` and base64url without padding; null for any other text, stray bits at the end included.
 *
 * @param {string} encoded
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
export function bytesFromBase64url(encoded) {
  const body = encoded.slice(1)
  if (!encoded.startsWith('u') || !base64urlForm.test(body) || body.length % 4 === 1) return null
  const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'))
  if (btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') !== body) return null
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
