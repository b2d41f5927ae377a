/**
 * What ships with the verifier, from the one place both languages read: limits, JSON-LD contexts (each by its digest) and messages. For
 * Node; the bundler puts the same in place of this room for the browser.
 *
 * @import {Contexts, JsonObject, Limits} from './types.js'
 */

import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'

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

// What credentials of today are written in; the others are for learner records and what is met from before, and not in the page's first program.
const rarer = [
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
  'https://www.w3.org/2018/credentials/v1',
  'https://w3id.org/vc/status-list/2021/v1',
  'https://w3id.org/security/suites/ed25519-2020/v1'
]

/**
 * The contexts of the page's first program, and those that only the full one has.
 *
 * @returns {{contexts: Contexts, furtherContexts: Contexts}}
 */
export function contextsByProgram() {
  const all = [...readContexts()]
  return {
    contexts: new Map(all.filter(([address]) => !rarer.includes(address))),
    furtherContexts: new Map(all.filter(([address]) => rarer.includes(address)))
  }
}

export const limits = readLimits()
export const {contexts, furtherContexts} = contextsByProgram()
