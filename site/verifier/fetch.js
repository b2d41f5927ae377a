/**
 * The only network: https (or the page's own origin), size and time limits, no cookies to others, no redirects elsewhere. An address is answered by
 * bytes or by nothing; why there was no answer makes no difference to a verification.
 *
 * @import {Limits} from './types.js'
 */

/**
 * The body that an address answers with status 200, or null.
 *
 * @param {string} address
 * @param {object} options
 * @param {Limits} options.limits
 * @param {number} [options.maxBytes]
 *   Instead of `max_fetch_bytes`.
 * @param {string | null} [options.origin]
 *   The one origin that may be asked; null for any by https.
 * @param {typeof fetch} [options.request]
 * @returns {Promise<Uint8Array | null>}
 */
export async function fetchBytes(address, {limits, maxBytes, origin = null, request = fetch}) {
  const place = placeOf(address)
  if (place === null || place.hash !== '' || (origin === null ? place.protocol !== 'https:' : place.origin !== origin)) return null
  const signal = AbortSignal.timeout(limits.fetch_timeout_s * 1000)
  try {
    const response = await follow(place, {signal, request, limits, followsByHand: origin === null})
    if (response === null || response.status !== 200 || response.body === null) return null
    return await readBody(response.body, maxBytes ?? limits.max_fetch_bytes)
  } catch {
    return null
  }
}

/**
 * @param {URL} place
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {typeof fetch} options.request
 * @param {Limits} options.limits
 * @param {boolean} options.followsByHand
 *   A page can't see where it is sent, so there a redirect is an error; a static site of ours has none.
 * @returns {Promise<Response | null>}
 */
async function follow(place, {signal, request, limits, followsByHand}) {
  let here = place
  for (let sent = 0; sent <= limits.max_redirects; sent += 1) {
    const response = await request(here, {
      signal,
      redirect: followsByHand ? 'manual' : 'error',
      // Alike to what the page's own site is asked by its `preload`, whose answer is taken then.
      credentials: followsByHand ? 'omit' : 'same-origin',
      cache: 'no-store',
      referrerPolicy: 'no-referrer'
    })
    if (![301, 302, 303, 307, 308].includes(response.status)) return response
    await response.body?.cancel()
    const next = placeOf(response.headers.get('location') ?? '', here)
    if (next === null || next.origin !== place.origin || next.username !== '' || next.password !== '') return null
    here = next
  }
  return null
}

/**
 * @param {string} address
 * @param {URL} [base]
 * @returns {URL | null}
 */
function placeOf(address, base) {
  // Text that a parser would repair is no address.
  if (/[^\x21-\x7e]/.test(address) || address === '') return null
  try {
    const place = new URL(address, base)
    return place.username === '' && place.password === '' ? place : null
  } catch {
    return null
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array | null>}
 */
async function readBody(body, maxBytes) {
  const reader = body.getReader()
  /** @type {Uint8Array[]} */
  const chunks = []
  let size = 0
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.length
    if (size > maxBytes) {
      await reader.cancel()
      return null
    }
    chunks.push(chunk.value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
