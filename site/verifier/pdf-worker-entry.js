/**
 * Where the bundle of the worker that opens PDF files begins. It starts from its own address and not from a blob, so that the page's policy,
 * which lets no WebAssembly run, is not its policy (docs/decisions/0194). It opens one file and asks for nothing.
 *
 * @import {Paper} from './types.js'
 */

import {CheckError} from './errors.js'
import {limits, pdfLimits} from './material.js'
import {credentialInPdf} from './pdf.js'

/** @type {{postMessage: (answer: Paper) => void, addEventListener: typeof addEventListener}} */
const page = /** @type {never} */ (globalThis)

page.addEventListener('message', (/** @type {MessageEvent<{bytes: Uint8Array, program: Uint8Array<ArrayBuffer>}>} */ {data: {bytes, program}}) => {
  try {
    page.postMessage({inside: credentialInPdf(bytes, {...limits, ...pdfLimits}, new WebAssembly.Module(program))})
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    page.postMessage({reason: error.code})
  }
})
