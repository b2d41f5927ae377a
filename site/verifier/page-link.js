/**
 * A link that carries its credential: the fragment `#vc=` and base64url of the credential's bytes, deflated (docs/formats.md). Browsers
 * send no fragment to any server.
 *
 * @import {Limits} from './types.js'
 */

/** How such a fragment begins. */
export const linkStart = '#vc='
const base64url = /^[A-Za-z0-9_-]+$/

/**
 * The credential that a link carries.
 *
 * @param {string} link
 *   A whole address, or its fragment alone.
 * @param {Limits} limits
 * @returns {Promise<Uint8Array | null>}
 *   Null where there is none, or it is cut short, too long, or not in this form.
 */
export async function credentialFrom(link, limits) {
  const at = link.indexOf(linkStart)
  const text = at < 0 ? '' : link.slice(at + linkStart.length)
  if (text.length > limits.max_link_characters || !base64url.test(text) || text.length % 4 === 1) return null
  const packed = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
  try {
    return await inflated(packed, limits.max_credential_bytes)
  } catch {
    return null
  }
}

/**
 * @param {Uint8Array} packed
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array | null>}
 */
async function inflated(packed, maxBytes) {
  const stream = new Blob([/** @type {BlobPart} */ (packed)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  /** @type {Uint8Array[]} */
  const parts = []
  let size = 0
  const reader = stream.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length
    // A few bytes can unpack to any number.
    if (size > maxBytes) {
      await reader.cancel()
      return null
    }
    parts.push(read.value)
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer())
}
