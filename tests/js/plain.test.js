/** What the table of terms says of a document is what the JSON-LD library says: the library is asked here, document by document. */

import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {canonicalRdf} from '../../site/verifier/canon.js'
import {checkClosed, without} from '../../site/verifier/closed.js'
import {CheckError} from '../../site/verifier/errors.js'
import {more} from '../../site/verifier/more.js'
import {plainStatements} from '../../site/verifier/plain.js'
import {isObject} from '../../site/verifier/values.js'
import {contexts, limits, root, signed, terms, unsigned} from './material.js'

/** @typedef {import('../../site/verifier/types.js').JsonObject} JsonObject */
/** @typedef {import('../../site/verifier/types.js').JsonValue} JsonValue */

const utf8 = new TextDecoder()
const byLibrary = {contexts, limits, more}
const byTable = {...byLibrary, terms}
const lists = Object.keys(terms).map((list) => list.split(' '))

/**
 * How a document ends: its statements in canonical form, or the code that refuses it.
 *
 * @param {JsonObject} document
 * @param {typeof byLibrary} environment
 */
async function ending(document, environment) {
  try {
    await checkClosed(document, environment)
    return utf8.decode(await canonicalRdf(without(document, 'proof'), environment))
  } catch (error) {
    if (error instanceof CheckError) return error.code
    throw error
  }
}

/** @param {JsonObject} document */
const isPlain = (document) => {
  const addresses = [document['@context']].flat().filter((one) => typeof one === 'string')
  return plainStatements(document, addresses, terms) !== null
}

/** @param {JsonObject} document */
async function agree(document) {
  assert.equal(await ending(document, byTable), await ending(document, byLibrary), JSON.stringify(document))
}

test('every term of the table, under every type and with every kind of value, states what it does in the library', async () => {
  const values = [
    () => 'a text',
    (/** @type {string} */ name) => `urn:${name}`,
    () => 7,
    () => true,
    (/** @type {string} */ name) => ({id: `urn:${name}`}),
    (/** @type {string} */ name) => ({id: `urn:${name}`, name}),
    (/** @type {string} */ name) => ({type: 'Criteria', name}),
    (/** @type {string} */ name) => [{name}, {name: `${name} again`}],
    () => '2026-01-01T00:00:00Z',
    () => '7',
    () => 'true',
    () => 'assertionMethod'
  ]
  /** @type {Map<string, number>} */
  const told = new Map()
  for (const addresses of lists) {
    const layers = addresses.map((_, at) => terms[addresses.slice(0, at + 1).join(' ')])
    const types = new Map(layers.flatMap((layer) => Object.entries(layer.types)))
    const base = layers.flatMap((layer) => Object.keys(layer.terms))
    for (const [type, [, scope = {}]] of [['', ['']], ...types]) {
      for (const [at, value] of values.entries()) {
        const holding = (/** @type {[string, JsonValue][]} */ members) => ({
          '@context': addresses,
          id: 'urn:a',
          type: 'VerifiableCredential',
          credentialSubject: {...(type === '' ? {} : {type}), name: 'a', ...Object.fromEntries(members)}
        })
        const names = [...new Set([...(type === '' ? base : []), ...Object.keys(scope)])]
        const members = names.map((name) => /** @type {[string, JsonValue]} */ ([name, value(name)])).filter((one) => isPlain(holding([one])))
        if (members.length === 0) continue
        assert.equal(isPlain(holding(members)), true)
        const statements = await ending(holding(members), byLibrary)
        assert.match(statements, / \.\n$/, `${type} ${at} ${members.map(([name]) => name).join()}`)
        await agree(holding(members))
        for (const [name] of members) told.set(`${type}.${name}`, (told.get(`${type}.${name}`) ?? 0) + 1)
      }
    }
  }
  for (const known of ['.name', 'Achievement.criteria', 'DataIntegrityProof.proofPurpose', 'IdentityObject.hashed', 'BitstringStatusList.ttl']) {
    assert.ok((told.get(known) ?? 0) > 0, known)
  }
})

/**
 * A document with every text taken out but names of types and words of the vocabulary.
 *
 * @param {JsonValue} value
 * @returns {string}
 */
const shapeOf = (value) => JSON.stringify(value).replace(/"(?=[^"]*[ :/])(?:[^"\\]|\\.)*"/g, '""')

test('every form of document in the shared cases ends alike by the table and by the library', async () => {
  const cases = new URL('tests/cases/', root)
  let plain = 0
  /** @type {Set<string>} */
  const seen = new Set()
  for (const name of readdirSync(cases, {recursive: true}).map(String).filter((one) => one.endsWith('.json'))) {
    const text = readFileSync(new URL(name, cases), 'utf8')
    /** @type {unknown} */
    let document
    try {
      document = JSON.parse(text)
    } catch {
      continue
    }
    if (!isObject(/** @type {JsonValue} */ (document))) continue
    const found = /** @type {JsonObject} */ (document)
    for (const one of [found, ...Object.values(found).filter(isObject)]) {
      if (!Object.hasOwn(one, '@context') || seen.has(shapeOf(one)) || !isPlain(one)) continue
      seen.add(shapeOf(one))
      plain += 1
      // One of three, so that it does not take half a minute.
      if (plain % 3 === 0) await agree(one)
    }
  }
  assert.ok(plain > 500, `${plain} were plain`)
})

/** A source of numbers below 1, the same each time. */
function chances() {
  let state = 20261122
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x80000000
  }
}

test('changed copies of a credential end alike by the table and by the library', async () => {
  const chance = chances()
  /** @param {readonly JsonValue[]} among */
  const any = (among) => structuredClone(among[Math.floor(chance() * among.length)])
  const words = [...new Set(JSON.stringify(terms).match(/"[A-Za-z_.]+"/g) ?? [])].map((word) => JSON.parse(word))
  /** @type {JsonValue[]} */
  const leaves = ['a', 'urn:a', 'urn:b', 'name', 'name:a', 'Achievement', '@a', '', ' urn:a', '_:a', 'assertionMethod', '2026-01-01', 0, -1, 7, 1.5, true, false, null, [], {}, {id: 'urn:a'}, {type: 'Image'}, {name: 'a'}]
  /** @type {JsonObject} */
  const whole = {
    ...unsigned,
    credentialStatus: {id: 'urn:s', type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '1', statusListCredential: 'urn:l'},
    evidence: [{id: 'urn:e', type: 'Evidence', genre: 'a'}, {id: 'urn:f', type: 'Evidence'}]
  }
  const before = await signed(whole)
  /** @type {Record<string, number>} */
  const endings = {}
  for (let round = 0; round < 2000; round += 1) {
    const document = structuredClone(before)
    for (let change = 0; change <= Math.floor(chance() * 2); change += 1) {
      /** @type {JsonObject[]} */
      const objects = []
      /** @param {JsonValue} value */
      const gather = (value) => {
        if (Array.isArray(value)) value.forEach(gather)
        else if (isObject(value)) {
          objects.push(value)
          Object.values(value).forEach(gather)
        }
      }
      gather(document)
      const object = objects[Math.floor(chance() * objects.length)]
      const name = /** @type {string} */ (any(chance() < 0.6 ? Object.keys(object) : words)) ?? 'id'
      const value = object[name]
      if (chance() < 0.3) object[/** @type {string} */ (any(words))] = any(leaves)
      else if (chance() < 0.15) delete object[name]
      else if (chance() < 0.2) object[name] = [value ?? 'a', any(leaves)]
      else if (chance() < 0.25) object.type = /** @type {JsonValue} */ (chance() < 0.5 ? any(words) : [any(words), any(words)])
      else object[name] = chance() < 0.3 ? any(words) : any(leaves)
    }
    const kind = isPlain(document) ? 'plain' : 'not plain'
    endings[kind] = (endings[kind] ?? 0) + 1
    // Of the others the table says nothing.
    if (kind === 'plain' && endings.plain <= 300) await agree(document)
  }
  assert.ok(endings.plain > 300 && endings['not plain'] > 300, JSON.stringify(endings))
})
