/**
 * What is attached to a PDF, for a check on the page: a worker of its own opens the file with a program that the page fetches from its own
 * site and hands over, and is ended at once when the check is.
 *
 * @import {Paper} from './types.js'
 */

import {pdfDigest} from './material.js'
import {ownAddress} from './place.js'

/**
 * @param {Uint8Array} bytes
 * @param {AbortSignal} over
 *   Ends the worker, too.
 * @returns {Promise<Paper | null>}
 *   Null where the program or its worker can't be had; never settled once the check is over.
 */
export async function openedPaper(bytes, over) {
  const program = await programFor(over)
  if (program === null) return null
  return new Promise((resolve) => {
    if (over.aborted) return
    const worker = new Worker(ownAddress('verify/pdf-worker.js'))
    const end = (/** @type {Paper | null} */ answer) => {
      worker.terminate()
      if (!over.aborted) resolve(answer)
    }
    over.addEventListener('abort', () => end(null), {once: true})
    worker.addEventListener('message', ({data}) => end(data))
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      end(null)
    })
    worker.postMessage({bytes, program}, [program.buffer])
  })
}

/**
 * @param {AbortSignal} over
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
async function programFor(over) {
  try {
    // The browser refuses any other bytes than those that this page was made with.
    const options = {integrity: `sha256-${pdfDigest}`, signal: over, credentials: /** @type {const} */ ('omit')}
    const response = await fetch(ownAddress('verify/pdfium.wasm'), options)
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
  } catch {
    return null
  }
}
