/**
 * The program that opens PDF files, as its package ships it: its bytes only where they are those that
 * builder/testamur/data/pdf-program.json names. For Node; a page fetches it from its own site (page-pdf.js).
 */

import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {credentialInPdf} from './pdf.js'
import {limits} from './material.js'

const modules = new URL('../../node_modules/', import.meta.url)

/** @type {{file: string, package: string, path: string, licences: string[], sha256: string}} */
export const stated = JSON.parse(readFileSync(new URL('../../builder/testamur/data/pdf-program.json', import.meta.url), 'utf8'))

/**
 * A file of the package.
 *
 * @param {string} path
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const fromPackage = (path) => new Uint8Array(readFileSync(new URL(`${stated.package}/${path}`, modules)))

/**
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {Error}
 *   Where the bytes are others.
 */
export function pdfProgram() {
  const bytes = fromPackage(stated.path)
  if (createHash('sha256').update(bytes).digest('hex') !== stated.sha256) throw new Error(`${stated.file} was changed`)
  return bytes
}

/** @type {WebAssembly.Module | null} */
let compiled = null

/**
 * The credential in a PDF, as `credentialInPdf` of pdf.js has it; the program is made ready once.
 *
 * @type {import('./types.js').OpenPdf}
 */
export function openPdf(bytes) {
  compiled ??= new WebAssembly.Module(pdfProgram())
  return credentialInPdf(bytes, limits, compiled)
}
