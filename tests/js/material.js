/** What the tests of the verifier share: published vectors, contexts for tests alone, and a signer. */

import {createPrivateKey, createPublicKey, sign} from 'node:crypto'
import {existsSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {more} from '../../site/verifier/more.js'
import {stages} from '../../site/verifier/proof.js'
import {contexts as shipped, limits, terms} from '../../site/verifier/material.js'

export {limits, terms}

/** The project's root. */
export const root = new URL('../../', import.meta.url)

const vectors = new URL(`${process.env.TESTAMUR_VECTORS ?? '../shared/vectors'}/`, root)

/**
 * The text of a file of the published vectors.
 *
 * @param {string} path
 * @returns {string}
 */
export const vector = (path) => readFileSync(new URL(path, vectors), 'utf8')

/**
 * A test that needs published vectors: where they are missing it fails if they were promised, and else says that it was left out.
 *
 * @param {string} title
 * @param {(context: import('node:test').TestContext) => Promise<void> | void} work
 */
export function vectorTest(title, work) {
  const promised = process.env.CI !== undefined || process.env.TESTAMUR_VECTORS !== undefined
  if (existsSync(vectors) || promised) test(title, work)
  else test(`LEFT OUT, no published vectors here: ${title}`, {skip: 'set TESTAMUR_VECTORS to the folder that holds them'})
}

/** The contexts that ship, and those that W3C's vectors need and nothing else may use. */
export const contexts = new Map(shipped)
export const testContexts = new Map([
  ...shipped,
  ...JSON.parse(readFileSync(new URL('tests/contexts/manifest.json', root), 'utf8')).files.map(
    (/** @type {{url: string, file: string}} */ {url, file}) => [
      url,
      JSON.parse(readFileSync(new URL(`tests/contexts/${file}`, root), 'utf8'))
    ]
  )
])

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function base58(bytes) {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let text = ''
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text
}

/** A key made from a published seed, good for nothing. */
export const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8'
})
const rawKey = Buffer.from(createPublicKey(privateKey).export({format: 'jwk'}).x ?? '', 'base64url')
export const multikey = `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), rawKey]))}`
export const did = `did:key:${multikey}`
export const method = `${did}#${multikey}`

/** The moment that tests check at. */
export const at = Date.parse('2026-06-01T12:00:00Z')

/** An Open Badge that is in order. */
export const unsigned = Object.freeze({
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
  ],
  id: 'urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a11',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Wound care',
  issuer: {id: did, type: ['Profile'], name: 'Example Society'},
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: {
    type: ['AchievementSubject'],
    identifier: [{type: 'IdentityObject', hashed: false, identityHash: 'Alex Example', identityType: 'name'}],
    achievement: {
      id: 'https://registry.example/credentials/wound-care/1.0/achievement.json',
      type: ['Achievement'],
      name: 'Wound care',
      description: 'Cares for wounds.',
      criteria: {narrative: 'Did so.'}
    }
  }
})

/**
 * A document with a proof by the test key; members of `options` stand in the proof.
 *
 * @param {import('../../site/verifier/types.js').JsonObject} document
 * @param {import('../../site/verifier/types.js').JsonObject} [options]
 * @returns {Promise<import('../../site/verifier/types.js').JsonObject>}
 */
export async function signed(document, options = {}) {
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2026-01-01T00:00:00Z',
    verificationMethod: method,
    proofPurpose: 'assertionMethod',
    ...options
  }
  const {joinedHash} = await stages(document, proof, 'Ed25519', {contexts, limits, more, terms})
  return {...document, proof: {...proof, proofValue: `z${base58(sign(null, joinedHash, privateKey))}`}}
}

/**
 * A value as the bytes of a file.
 *
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export const bytesOf = (value) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
