/**
 * What ships with the verifier, from the one place both languages read: limits and JSON-LD contexts (each by its digest), with the
 * table of terms that is made of them. For Node; the bundler puts the same in place of this room for the browser.
 *
 * @import {Contexts, JsonObject, Limits} from './types.js'
 */

import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {termsFrom} from './terms.js'

const data = new URL('../../builder/testamur/data/', import.meta.url)

/**
 * The limits in force.
 *
 * @param {URL} [folder]
 * @returns {Limits}
 */
export function readLimits(folder = data) {
  /** @type {Record<string, {value: number}>} */
  const document = JSON.parse(readFileSync(new URL('limits.json', folder), 'utf8'))
  return /** @type {Limits} */ (/** @type {unknown} */ (Object.fromEntries(Object.entries(document).map(([name, one]) => [name, one.value]))))
}

/**
 * Every context that ships with us, by its exact address.
 *
 * @param {URL} [folder]
 * @returns {Contexts}
 * @throws {Error}
 *   Where a file's bytes are not those that the manifest names.
 */
export function readContexts(folder = data) {
  /** @type {{files: {url: string, file: string, sha256: string}[]}} */
  const manifest = JSON.parse(readFileSync(new URL('contexts/manifest.json', folder), 'utf8'))
  return new Map(
    manifest.files.map(({url, file, sha256}) => {
      const bytes = readFileSync(new URL(`contexts/${file}`, folder))
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`the context ${file} was changed`)
      return [url, /** @type {JsonObject} */ (JSON.parse(bytes.toString('utf8')))]
    })
  )
}

export const limits = readLimits()
export const contexts = readContexts()
/** The limits that only opening a PDF asks for; a bundle has them where it does that. */
export const pdfLimits = Object.fromEntries(Object.entries(limits).filter(([name]) => name.startsWith('max_pdf_')))
/** The digest of the program that opens PDF files, as a page asks for it. */
export const pdfDigest = Buffer.from(JSON.parse(readFileSync(new URL('pdf-program.json', data), 'utf8')).sha256, 'hex').toString('base64')
export const terms = await termsFrom(contexts)
/** Of every context that ships with us. */
export const addresses = [...contexts.keys()]
