/**
 * A bug of ours is never an answer: what no room expects goes through all of them, up to whoever asked. The bugs are put into the limits,
 * which every room reads, one reading after the other.
 */

import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {more, parseJson, pathUnder, registryFromJson, verifyFile} from '../../site/verifier/index.js'
import {contexts, limits, terms} from '../../site/verifier/material.js'
import {root} from './material.js'

const cases = new URL('tests/cases/', root)
const site = new URL('_sites/society/', cases)
const registry = registryFromJson(parseJson(readFileSync(new URL('registry.json', site)), {maxBytes: 1e6, maxDepth: 64}))

class Bug extends Error {}

/**
 * @param {string} name
 *   Of a case.
 */
function environmentOf(name) {
  const folder = new URL(`${name}/`, cases)
  const {file, at, documents, refresh} = JSON.parse(readFileSync(new URL('case.json', folder), 'utf8'))
  const map = documents === null ? {} : JSON.parse(readFileSync(new URL(documents, folder), 'utf8'))
  /** @param {string} address */
  const resolve = async (address) => {
    if (Object.hasOwn(map, address)) return {bytes: new TextEncoder().encode(JSON.stringify(map[address])), answeredBy: 'documents'}
    const {path} = pathUnder(registry.baseUrl, address)
    const place = new URL(path ?? 'nothing', site)
    return {bytes: existsSync(place) ? new Uint8Array(readFileSync(place)) : null, answeredBy: 'site'}
  }
  const bytes = new Uint8Array(readFileSync(new URL(file, folder)))
  return {bytes, options: {name, at: Date.parse(at), resolve, registries: [registry], contexts, terms, limits, more, refresh: refresh ?? null}}
}

/**
 * The limits, of which one reading is a bug.
 *
 * @param {number} wrong
 *   The how manieth.
 */
function limitsWith(wrong) {
  let count = 0
  const guarded = new Proxy(limits, {
    get(target, name, receiver) {
      count += 1
      if (count === wrong) throw new Bug()
      return Reflect.get(target, name, receiver)
    }
  })
  return {guarded, read: () => count}
}

for (const name of ['valid', 'jwt-did-key-es256', 'https-jwks-beside', 'refresh-none', 'bound-both']) {
  test(`no room takes a bug for an answer: ${name}`, async () => {
    const {bytes, options} = environmentOf(name)
    await verifyFile(bytes, options) // what is remembered from now on is not read again
    const whole = limitsWith(0)
    await verifyFile(bytes, {...options, limits: whole.guarded})
    assert.ok(whole.read() > 20)
    for (let wrong = 1; wrong <= whole.read(); wrong += 1) {
      const {guarded} = limitsWith(wrong)
      await assert.rejects(verifyFile(bytes, {...options, limits: guarded}), Bug, `reading ${wrong}`)
    }
  })
}
