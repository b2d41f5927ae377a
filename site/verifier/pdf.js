/**
 * A credential attached to a PDF (ISO 32000-2, section 7.11.4). The format is too large for two readers that agree, so both languages run
 * one: PDFium, compiled to WebAssembly, the same bytes here and in Python. It reaches nothing but its own memory, which is bounded.
 * Twin of builder/testamur/contain/pdf.py, which also counts its instructions; here the page ends a check whose time is up.
 *
 * @import {Limits} from './types.js'
 */

import {CheckError, failed} from './errors.js'

/** `%PDF-` */
const signature = [0x25, 0x50, 0x44, 0x46, 0x2d]
/** What FPDF_GetLastError says of a file that is not opened without a password. */
const locked = [4, 5]
const space = [0x20, 0x09, 0x0d, 0x0a]
const tokenForm = /^[A-Za-z0-9_+/=-]+(?:\.[A-Za-z0-9_+/=-]*){2}$/
const memoryUnit = 65536

/** @param {Uint8Array} bytes */
export const isPdf = (bytes) => signature.every((byte, at) => bytes[at] === byte)

/**
 * The bytes of the one attachment that may be a credential, as they stand. Not checked: what the paper shows, whether it is signed itself,
 * and what the attachment is.
 *
 * @param {Uint8Array} bytes
 *   A file that begins as a PDF and is no larger than a container may be.
 * @param {Limits} limits
 * @param {WebAssembly.Module} program
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   The first rule of docs/verification.md about PDF that does not hold.
 */
export function credentialInPdf(bytes, limits, program) {
  const found = attachmentsOf(bytes, limits, program).filter((content) => mayBeCredential(content, limits))
  if (found.length === 0) throw failed('pdf_no_credential')
  if (found.length > 1) throw failed('container_ambiguous')
  return found[0]
}

/**
 * Whether an attachment begins as an object of JSON, or is a token by its form.
 *
 * @param {Uint8Array} content
 * @param {Limits} limits
 */
function mayBeCredential(content, limits) {
  if (content.length > limits.max_credential_bytes) return false
  const start = content.findIndex((byte) => !space.includes(byte))
  const end = content.findLastIndex((byte) => !space.includes(byte))
  if (start < 0) return false
  return content[start] === 0x7b || tokenForm.test(new TextDecoder('latin1').decode(content.subarray(start, end + 1)))
}

/**
 * The contents of all attachments that can be had.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @param {WebAssembly.Module} program
 * @returns {Uint8Array[]}
 */
function attachmentsOf(bytes, limits, program) {
  let wantsMore = false
  const outside = answers(program, limits, () => {
    wantsMore = true
  })
  try {
    const found = read(bytes, limits, outside.start())
    // What it could not have, it may have gone on without.
    if (wantsMore) throw failed('pdf_too_costly')
    return found
  } catch (error) {
    if (error instanceof CheckError) throw wantsMore ? failed('pdf_too_costly') : error
    // The program broke off or ran out of stack; anything else is a bug of ours.
    const isEnd = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error instanceof RefusedError
    if (!isEnd) throw error
    throw failed(wantsMore ? 'pdf_too_costly' : 'pdf_malformed')
  }
}

/** The program asked for what it is not given. */
class RefusedError extends Error {}

/**
 * @typedef {object} Running
 *   PDFium in a memory of its own, for one file.
 * @property {WebAssembly.Memory} memory
 * @property {(name: string, ...values: number[]) => number} call
 *   What an exported function gives, as a number without a sign; 0 where it gives nothing.
 * @property {(size: number) => number} room
 */

/**
 * What the program is given where it asks for something outside: an end, for all that opening a file does not need.
 *
 * @param {WebAssembly.Module} program
 * @param {Limits} limits
 * @param {() => void} tooMuch
 *   Told when it wants more memory than it may have.
 * @returns {{start: () => Running}}
 */
function answers(program, limits, tooMuch) {
  /** @type {WebAssembly.Memory | null} */
  let held = null
  const memory = () => /** @type {WebAssembly.Memory} */ (held)
  /** @type {Record<string, (...values: number[]) => number | undefined>} */
  const known = {
    _emscripten_memcpy_js: (to, start, size) => {
      new Uint8Array(memory().buffer).copyWithin(to >>> 0, start >>> 0, (start >>> 0) + (size >>> 0))
      return undefined
    },
    emscripten_resize_heap: (asked) => {
      const wanted = asked >>> 0
      if (wanted > limits.max_pdf_memory_bytes) {
        tooMuch()
        return 0
      }
      const missing = Math.ceil(wanted / memoryUnit) - memory().buffer.byteLength / memoryUnit
      if (missing > 0) memory().grow(missing)
      return 1
    },
    environ_get: () => 0,
    environ_sizes_get: (...places) => {
      for (const at of places) new DataView(memory().buffer).setUint32(at >>> 0, 0)
      return 0
    }
  }
  const refuse = () => {
    throw new RefusedError()
  }
  /** @type {Record<string, Record<string, (...values: number[]) => number | undefined>>} */
  const imports = {}
  for (const {module, name} of WebAssembly.Module.imports(program)) {
    imports[module] = {...imports[module], [name]: Object.hasOwn(known, name) ? known[name] : refuse}
  }
  const start = () => {
    const {exports} = new WebAssembly.Instance(program, imports)
    held = /** @type {WebAssembly.Memory} */ (exports.memory)
    /** @type {Running['call']} */
    const call = (name, ...values) => /** @type {(...values: number[]) => number} */ (exports[name])(...values) >>> 0
    /** @type {Running['room']} */
    const room = (size) => {
      const at = call('malloc', Math.max(size, 1))
      if (at !== 0) return at
      tooMuch()
      throw new RefusedError()
    }
    return {memory: held, call, room}
  }
  return {start}
}

/**
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @param {Running} running
 * @returns {Uint8Array[]}
 */
function read(bytes, limits, {memory, call, room}) {
  call('__wasm_call_ctors')
  call('FPDF_InitLibrary')
  const fileAt = room(bytes.length)
  new Uint8Array(memory.buffer).set(bytes, fileAt)
  const document = call('FPDF_LoadMemDocument', fileAt, bytes.length, 0)
  if (document === 0) throw failed(locked.includes(call('FPDF_GetLastError')) ? 'pdf_encrypted' : 'pdf_malformed')
  const count = call('FPDFDoc_GetAttachmentCount', document)
  if (count > limits.max_pdf_attachments) throw failed('container_ambiguous')
  const sizeAt = room(4)
  const found = []
  for (let index = 0; index < count; index++) {
    const attachment = call('FPDFDoc_GetAttachment', document, index)
    if (attachment === 0 || call('FPDFAttachment_GetFile', attachment, 0, 0, sizeAt) === 0) continue
    const size = new DataView(memory.buffer).getUint32(sizeAt, true)
    const contentAt = room(size)
    if (call('FPDFAttachment_GetFile', attachment, contentAt, size, sizeAt) === 0) continue
    found.push(new Uint8Array(memory.buffer).slice(contentAt, contentAt + size))
  }
  return found
}
