/**
 * Where a page of the verifier gets things from: over the network, from its own site alone. (offline-entry.js has the other place: the
 * page's own file.)
 *
 * @import {Messages} from './words.js'
 */

import {fetchBytes} from './fetch.js'
import {limits} from './material.js'

/**
 * @typedef {object} Place
 * @property {(path: string) => Promise<Uint8Array | null>} readOwn
 *   What the page's own site has at a path, as far as it is a plain one.
 * @property {((address: string) => Promise<Uint8Array | null>) | null} readElsewhere
 *   What another host answers; null where the page's policy lets it ask none.
 * @property {(whole?: boolean) => Promise<Messages>} readMessages
 *   The words of the page's language: those of a first verdict in which no step has a reason, where the page has them, or all of them.
 * @property {(name: string) => Promise<Uint8Array>} readProgram
 *   A program of the verifier, read once.
 * @property {Map<string, Promise<Uint8Array>>} programs
 *   Every program that was read, by its name.
 * @property {string} host
 *   What to say where the page's own site answered.
 * @property {boolean} opensPdf
 *   Whether the program that opens PDF files can be fetched.
 * @property {string | null} asOf
 *   The moment of which the lists are, where they can be no newer.
 */

const siteRoot = () => new URL(document.body.dataset.root ?? '../', document.baseURI)
export const plainPath = /^(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/

/**
 * The address of a file of the page's own site.
 *
 * @param {string} path
 * @returns {string}
 */
export function ownAddress(path) {
  return new URL(path, siteRoot()).href
}

/**
 * What a map has for a name, asked for once; what failed is asked for again.
 *
 * @template T
 * @param {Map<string, Promise<T>>} known
 * @param {string} name
 * @param {() => Promise<T>} read
 * @returns {Promise<T>}
 */
export function once(known, name, read) {
  const found = known.get(name) ?? read()
  known.set(name, found)
  found.catch(() => known.delete(name))
  return found
}

/**
 * The page's own site, over the network.
 *
 * @param {{elsewhere?: boolean}} [options]
 *   Whether the page's policy lets it ask other hosts.
 * @returns {Place}
 */
export function network({elsewhere = false} = {}) {
  /** @type {Map<string, Promise<Uint8Array>>} */
  const programs = new Map()
  /** @type {Map<string, Promise<Messages>>} */
  const messages = new Map()
  /** @type {Place['readOwn']} */
  const readOwn = async (path) => {
    if (!plainPath.test(path)) return null
    const maxBytes = path === 'registry.json' ? limits.max_registry_bytes : limits.max_fetch_bytes
    return fetchBytes(ownAddress(path), {limits, maxBytes, origin: location.origin})
  }
  return {
    readOwn,
    readElsewhere: elsewhere ? (address) => fetchBytes(address, {limits}) : null,
    readMessages: async (whole = false) => {
      const first = whole ? null : document.getElementById('verify-words')
      if (first !== null) return JSON.parse(first.textContent ?? '')
      return once(messages, '', async () => {
        for (const language of [document.documentElement.lang, 'en']) {
          const bytes = await readOwn(`messages/${language}.json`)
          if (bytes !== null) return JSON.parse(new TextDecoder().decode(bytes))
        }
        throw new Error('the site has no messages')
      })
    },
    readProgram: (name) =>
      once(programs, name, async () => {
        const bytes = await readOwn(`verify/${name}`)
        if (bytes === null) throw new Error(`${name} could not be fetched`)
        return bytes
      }),
    programs,
    host: location.host,
    opensPdf: true,
    asOf: null
  }
}
