/** The numbered list as a whole, on documents made here. */

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {asLoaded} from '../../site/verifier/loaded.js'
import {more} from '../../site/verifier/more.js'
import {cautions, verdictFromSteps} from '../../site/verifier/verdict.js'
import {verify, verifyFile} from '../../site/verifier/verify.js'
import {at, bytesOf, contexts, did, limits, method, multikey, root, signed, terms, unsigned} from './material.js'

/**
 * The report on a document with no registry and no network.
 *
 * @param {unknown} document
 * @param {Partial<Parameters<typeof verify>[1]>} [options]
 */
const check = (document, options = {}) =>
  verify(bytesOf(document), {
    name: 'file',
    at,
    resolve: async () => ({bytes: null, answeredBy: 'nobody'}),
    registries: [],
    contexts,
    terms,
    limits,
    more,
    ...options
  })

/**
 * A registry that knows the test issuer.
 *
 * @param {Partial<import('../../site/verifier/types.js').RegistryKey>} [key]
 * @returns {import('../../site/verifier/types.js').Registry}
 */
const registryWith = (key = {}) => ({
  baseUrl: 'https://registry.example/',
  issuers: new Map([
    [
      did,
      {
        id: did,
        name: 'Example Society',
        scope: [],
        keys: new Map([[method, {id: method, state: 'current', fromDay: '2025-01-01', untilDay: null, trusted: new Map(), ...key}]]),
        lists: new Map()
      }
    ]
  ]),
  definitions: new Map()
})

test('a signed credential of a stranger is an unknown issuer, and its facts may be shown', async () => {
  const report = await check(await signed(unsigned))
  assert.equal(report.verdict, 'unknown_issuer')
  assert.deepEqual(report.reasons, ['issuer_unknown', 'no_status'])
  assert.deepEqual(report.credential?.issuer, {id: did, name: null, domain: null})
  assert.equal(report.credential?.holder, 'Alex Example')
  assert.deepEqual(report.fetched, [])
})

test('a known issuer without a status, a ledger and a published definition is a caution', async () => {
  const report = await check(await signed(unsigned), {registries: [registryWith()]})
  assert.equal(report.verdict, 'caution')
  assert.deepEqual(report.reasons, ['no_status', 'definition_not_published', 'not_in_ledger'])
  assert.equal(report.credential?.issuer.name, 'Example Society')
})

test('every changed value is refused, and then no claim is shown', async () => {
  const document = await signed(unsigned)
  for (const change of [
    {name: 'Something else'},
    {validFrom: '2025-01-01T00:00:00Z'},
    {id: 'urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a12'},
    {validUntil: '2030-01-01T00:00:00Z'}
  ]) {
    const report = await check({...document, ...change})
    assert.equal(report.verdict, 'altered')
    assert.deepEqual(report.reasons, ['proof_signature_invalid'])
    assert.equal('credential' in report, false)
  }
})

test('a registry that can not be read leaves the check unfinished', async () => {
  const report = await check(await signed(unsigned), {registries: [null, registryWith()]})
  assert.equal(report.verdict, 'unfinished')
  assert.equal(report.reasons[0], 'registry_unreachable')
})

test('a retired or compromised key without a ledger entry is altered', async () => {
  for (const state of /** @type {const} */ (['retired', 'compromised'])) {
    const report = await check(await signed(unsigned), {registries: [registryWith({state})]})
    assert.equal(report.verdict, 'altered')
    assert.ok(report.reasons.includes(`not_in_ledger_key_${state}`))
  }
})

test('dates forgive five minutes on both sides and no more', async () => {
  const document = await signed({...unsigned, validUntil: '2026-06-01T00:00:00Z'})
  const until = Date.parse('2026-06-01T00:00:00Z')
  const from = Date.parse('2026-01-01T00:00:00Z')
  for (const [moment, outcome, reason] of /** @type {[number, string, string | null][]} */ ([
    [until + 300_000, 'passed', null],
    [until + 300_001, 'failed', 'expired'],
    [from - 300_000, 'passed', null]
  ])) {
    const dates = (await check(document, {at: moment})).steps[6]
    assert.deepEqual(dates, {id: 'dates', outcome, reason})
  }
  const early = await check(document, {at: from - 300_001})
  assert.equal(early.verdict, 'not_yet_valid')
  assert.deepEqual(early.reasons, ['not_yet_signed'])
})

test('proof options that ask for more than we check are refused', async () => {
  const refusals = /** @type {[import('../../site/verifier/types.js').JsonObject, string][]} */ ([
    [{proofPurpose: 'authentication'}, 'proof_purpose'],
    [{domain: 'example.org'}, 'proof_option_refused'],
    [{challenge: 'x'}, 'proof_option_refused'],
    [{nonce: 'x'}, 'proof_option_refused'],
    [{previousProof: 'urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a13'}, 'proof_previous_missing'],
    [{expires: '2026-05-01T00:00:00Z'}, 'proof_expired'],
    [{created: '2099-01-01T00:00:00Z'}, 'not_yet_signed'],
    [{created: '2026-01-01'}, 'proof_malformed'],
    [{verificationMethod: `did:example:x#${multikey}`}, 'key_not_issuers'],
    [{verificationMethod: 'https://example.org/keys#1'}, 'issuer_method_unknown'],
    [{verificationMethod: `${did}#other`}, 'key_not_found']
  ])
  for (const [options, reason] of refusals) {
    assert.deepEqual((await check(await signed(unsigned, options))).reasons, [reason])
  }
})

test('a suite that nobody here knows, and one that does not take the key, are told apart', async () => {
  const document = await signed(unsigned)
  const proof = /** @type {import('../../site/verifier/types.js').JsonObject} */ (document.proof)
  for (const [cryptosuite, reason] of [
    ['bbs-2023', 'proof_suite_unknown'],
    ['ecdsa-rdfc-2019', 'proof_key_type'],
    ['eddsa-jcs-2022', 'proof_signature_invalid']
  ]) {
    assert.deepEqual((await check({...document, proof: {...proof, cryptosuite}})).reasons, [reason])
  }
  const byValues = await signed(unsigned, {cryptosuite: 'eddsa-jcs-2022', '@context': unsigned['@context']})
  assert.deepEqual((await check(byValues)).reasons, ['issuer_unknown', 'no_status'])
})

test('nothing is asked of anybody before the form is right, and then only the DID document', async () => {
  /** @type {string[]} */
  const asked = []
  const resolve = async (/** @type {string} */ address) => {
    asked.push(address)
    return {bytes: null, answeredBy: 'nobody'}
  }
  const issuer = 'did:web:issuer.example'
  const document = await signed({...unsigned, issuer}, {verificationMethod: `${issuer}#${multikey}`})
  const report = await check(document, {resolve})
  assert.deepEqual(report.reasons, ['issuer_unreachable'])
  assert.deepEqual(asked, ['https://issuer.example/.well-known/did.json'])
  await check({...document, unheardOf: 'x'}, {resolve})
  assert.equal(asked.length, 1)
})

test('what is changed while a check runs changes nothing', async () => {
  const bytes = bytesOf(await signed(unsigned))
  const running = verify(bytes, {
    name: 'file',
    at,
    resolve: async () => ({bytes: null, answeredBy: 'nobody'}),
    registries: [],
    contexts,
    terms,
    limits,
    more
  })
  bytes.fill(0)
  assert.equal((await running).verdict, 'unknown_issuer')
})

test('without the further rooms the usual credential has its report, and any other asks for them', async () => {
  const usual = await signed(unsigned)
  assert.deepEqual(await check(usual, {more: asLoaded({})}), await check(usual))
  const other = {...usual, proof: {.../** @type {object} */ (usual.proof), cryptosuite: 'ecdsa-rdfc-2019'}}
  await assert.rejects(check(other, {more: asLoaded({})}), {name: 'NeedsMore', chunk: 'signing'})
  assert.deepEqual((await check(other)).reasons, ['proof_key_type'])
})

test('neither a related file by its usual digest nor white space before a credential asks for the further rooms', async () => {
  const resource = {id: 'https://registry.example/details.json', type: 'Image', digestSRI: `sha256-${'A'.repeat(43)}=`}
  const document = await signed({...unsigned, relatedResource: [resource]})
  for (const text of [JSON.stringify(document), ` \t\r\n${JSON.stringify(document)}`]) {
    const report = await check(text, {more: asLoaded({})})
    assert.deepEqual(report.reasons, ['issuer_unknown', 'no_status', 'related_unreachable'])
  }
})

test('a file that is nothing at all asks for none of the further rooms', async () => {
  const options = {
    name: 'file',
    at,
    resolve: async () => ({bytes: null, answeredBy: 'nobody'}),
    registries: [],
    contexts,
    limits,
    more: asLoaded({})
  }
  const [report, ...others] = await verifyFile(new TextEncoder().encode('{'), options)
  assert.deepEqual(report.reasons, ['json_syntax'])
  assert.deepEqual(others, [])
})

test('the cautions are those of docs/verification.md', () => {
  const [, line = ''] = /^Cautions, a closed list: (.*)$/m.exec(readFileSync(new URL('docs/verification.md', root), 'utf8')) ?? []
  const listed = [...line.matchAll(/`([a-z_]+)`/g)].map(([, reason]) => reason)
  assert.deepEqual([...cautions].sort(), listed.sort())
})

test('a reason outside the table is never a pass', () => {
  const steps = /** @type {import('../../site/verifier/types.js').Step[]} */ ([
    {id: 'recipient', outcome: 'failed', reason: 'new_reason'}
  ])
  assert.throws(() => verdictFromSteps(steps, {noStatus: false}), RangeError)
})

test('where the runtime lacks a curve the answer is that this browser cannot check it', async (context) => {
  const document = readFileSync(new URL('tests/cases/suite-ecdsa-rdfc-p384/credential.json', root), 'utf8')
  assert.deepEqual((await check(document)).reasons, ['issuer_unknown', 'no_status'])
  context.mock.method(globalThis.crypto.subtle, 'importKey', async () => {
    throw new DOMException('no such curve', 'NotSupportedError')
  })
  assert.deepEqual((await check(document)).reasons, ['crypto_unavailable'])
})

test('without WebCrypto the answer is that this browser cannot check it', async (context) => {
  const document = await signed(unsigned)
  const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  Object.defineProperty(globalThis, 'crypto', {value: {}, configurable: true})
  context.after(() => Object.defineProperty(globalThis, 'crypto', /** @type {PropertyDescriptor} */ (own)))
  const report = await check(document)
  assert.equal(report.verdict, 'unfinished')
  assert.deepEqual(report.reasons, ['crypto_unavailable'])
})
