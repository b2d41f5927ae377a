/** Every word that a report may hold has a sentence in every language. */

import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {cautions, exitCodes, parseJson, stepIds} from '../../site/verifier/index.js'
import {factsInWords, fill, verdictInWords} from '../../site/verifier/words.js'
import {root} from './material.js'

const languages = readdirSync(new URL('site/messages/', root))
const readMessages = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(`site/messages/${name}`, root), 'utf8'))
const list = readFileSync(new URL('docs/verification.md', root), 'utf8')

/** Words in backticks in the section on the steps that are names of other things than reasons. */
const others = new Set([
  ...['achievement', 'assertionMethod', 'at', 'challenge', 'clock_skew_s', 'controller', 'created', 'credential', 'cryptosuite'],
  ...['digest', 'domain', 'entries', 'evidence', 'expires', 'id', 'issued', 'issuer', 'key', 'name', 'nonce', 'parts'],
  ...['proof', 'recipient', 'revocation', 'revoked', 'suspension', 'type', 'u', 'z', 'caution', 'not_applicable'],
  ...['identifier', 'openbadgecredential', 'svg', 'verify', 'max_container_bytes', 'max_contained_credentials', 'max_credential_bytes', 'max_pdf_attachments', 'max_pdf_memory_bytes', 'max_pdf_steps', 'max_svg_depth', 'part', 'endorsement', 'endorsements'],
  ...['alg', 'aud', 'b64', 'cnf', 'crit', 'exp', 'iat', 'iss', 'jku', 'jti', 'jwk', 'kid', 'nbf', 'none', 'sub', 'typ', 'vc', 'vp', 'x5c', 'x5u'],
  ...['could_not_check', 'failed', 'max_proofs', 'max_status_list_bytes_compressed', 'check_timeout_s', 'unfinished', 'passed'],
  ...['max_status_size', 'message', 'refresh', 'status', 'ttl', 'altered', 'max_endorsements', 'jwks', 'jwks_uri', 'keys'],
  ...['authentication', 'holder', 'valid']
])

/** The reasons that docs/verification.md names in its section on the steps. */
function documentedReasons() {
  const section = list.slice(list.indexOf('## What each step does'), list.indexOf('## The verdict'))
  const words = [...section.matchAll(/`([a-z][a-z0-9_]*)`/g)].map((match) => match[1])
  return [...new Set(words)].filter((word) => !others.has(word))
}

/** The reasons that the modules give. */
function givenReasons() {
  const folder = new URL('site/verifier/', root)
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  return [...new Set(sources.flatMap((text) => [...text.matchAll(/(?:failed|unchecked)\('([a-z_]+)'\)/g)].map((match) => match[1])))]
}

for (const name of languages) {
  const messages = readMessages(name)

  test(`${name} says nothing twice under one name`, () => {
    const bytes = new Uint8Array(readFileSync(new URL(`site/messages/${name}`, root)))
    assert.doesNotThrow(() => parseJson(bytes, {maxBytes: bytes.length, maxDepth: 8}))
  })

  test(`${name} has a sentence for every reason of the list and of the code, and for nothing else`, () => {
    const ours = ['not_reached', 'no_status', 'presentation_unasked', 'time_limit', 'crypto_unavailable', 'status_list_older']
    const computed = ['not_in_ledger', 'not_in_ledger_key_retired', 'not_in_ledger_key_compromised']
    const wanted = new Set([...documentedReasons(), ...givenReasons(), ...computed, ...ours])
    assert.deepEqual(Object.keys(messages.reasons).sort(), [...wanted].sort())
    for (const sentence of Object.values(messages.reasons)) assert.match(sentence, /^\p{Lu}.*\.$/u)
  })

  test(`${name} has a sentence for every step, and words for every verdict and outcome`, () => {
    assert.deepEqual(Object.keys(messages.steps), [...stepIds])
    assert.deepEqual(Object.keys(messages.verdicts).sort(), Object.keys(exitCodes).sort())
    assert.deepEqual(Object.keys(messages.outcomes).sort(), ['could_not_check', 'failed', 'not_applicable', 'passed'])
    for (const reason of Object.keys(messages.cautions)) assert.ok(cautions.includes(reason))
  })
}

/**
 * Every text of a messages file by the way to it, such as `page.checked`.
 *
 * @param {unknown} value
 * @param {string} way
 * @returns {[string, string][]}
 */
function textsOf(value, way = '') {
  if (typeof value === 'string') return [[way.slice(1), value]]
  return Object.entries(/** @type {object} */ (value)).flatMap(([name, below]) => textsOf(below, `${way}.${name}`))
}

const english = new Map(textsOf(readMessages('en.json')))
const blanksOf = (/** @type {string} */ text) => [...new Set(text.match(/\{[a-zA-Z]+\}/g) ?? [])].sort()

for (const name of languages.filter((one) => one !== 'en.json')) {
  const theirs = new Map(textsOf(readMessages(name)))

  test(`${name} says everything that en.json says, and nothing else`, () => {
    const missing = [...english.keys()].filter((way) => !theirs.has(way))
    const surplus = [...theirs.keys()].filter((way) => !english.has(way))
    assert.deepEqual(missing, [], `put these into site/messages/${name}, in its language`)
    assert.deepEqual(surplus, [], `these are not in en.json`)
  })

  test(`${name} has the blanks of en.json in every text, and no text is left in English`, () => {
    for (const [way, text] of english) {
      assert.deepEqual(blanksOf(theirs.get(way) ?? ''), blanksOf(text), `${way} of site/messages/${name}`)
    }
    // Short words can be alike in two languages; whole sentences can't.
    const sentences = [...english].filter(([, text]) => text.split(' ').length > 3)
    assert.deepEqual(sentences.filter(([way, text]) => theirs.get(way) === text).map(([way]) => way), [])
  })
}

test('every reason that the code gives stands in the list', () => {
  const section = new Set([...list.matchAll(/`([a-z][a-z0-9_]*)`/g)].map((match) => match[1]))
  // A document without contexts is refused by step 2 before step 3 could say this.
  const earlier = ['context_missing']
  assert.deepEqual(givenReasons().filter((reason) => !section.has(reason)), earlier)
})

/** As a build publishes them, which puts in how days are written. */
const inEnglish = {...readMessages('en.json'), days: new Array(12).fill('{day} of a month, {year}').with(0, '{day} January {year}').with(5, '{day} June {year}')}

const report = /** @type {import('../../site/verifier/types.js').Report} */ ({
  file: 'file',
  verdict: 'valid',
  reasons: [],
  steps: stepIds.map((id) => ({id, outcome: 'passed', reason: null})),
  credential: {
    id: null,
    name: 'Wound care',
    achievement: null,
    issuer: {id: 'did:web:society.example', name: 'Example Society', domain: 'society.example'},
    holder: null,
    valid_from: '2026-01-01T00:00:00Z',
    valid_until: '2029-01-01T00:00:00Z',
    number: null,
    keys: [],
    named_by: [],
    newer_at: null
  },
  status: null,
  checked_at: '2026-06-01T12:00:00Z',
  fetched: []
})

test('no verdict leaves a blank in its words', () => {
  for (const verdict of /** @type {import('../../site/verifier/types.js').Verdict[]} */ (Object.keys(exitCodes))) {
    for (const credential of [report.credential, undefined]) {
      const {headline, sentences, next} = verdictInWords({...report, verdict, credential, reasons: ['no_status']}, inEnglish)
      assert.doesNotMatch([headline, ...sentences, ...next].join(' '), /[{}]|undefined|null/)
    }
  }
})

test('the headline says the day, and facts that are not stated say so', () => {
  const {headline, sentences} = verdictInWords({...report, verdict: 'expired'}, inEnglish)
  assert.equal(headline, 'This credential expired on 1 January 2029')
  assert.deepEqual(sentences, ['It is genuine. Ask the holder for a renewed one.', 'It was valid until then.', 'That it expired says nothing against the holder.'])
  assert.deepEqual(factsInWords(report, inEnglish)[0], {name: 'Holder', value: 'not stated'})
  assert.deepEqual(factsInWords({...report, credential: undefined}, inEnglish), [])
})

test('a caution names each of its reasons, and the headline is the answer to what the person asked', () => {
  const {headline, sentences, next} = verdictInWords({...report, verdict: 'caution', reasons: ['no_status', 'recipient_differs']}, inEnglish)
  assert.equal(headline, "Genuine, but not this person's")
  assert.deepEqual(sentences.slice(0, 2), [
    "Whether it was withdrawn can't be known from here.",
    'It was awarded to somebody else than the person you asked about.'
  ])
  assert.deepEqual(next, ["Do not take it for this person's unless another address of theirs fits."])
})

test('an issuer that is known and may not award this is not to be found out, but asked', () => {
  const {next} = verdictInWords({...report, verdict: 'unknown_issuer', reasons: ['issuer_scope']}, inEnglish)
  assert.deepEqual(next, ['Ask Example Society, or this registry, whether it may award this.'])
})

test('the moment of a check is said in UTC, and days in words', () => {
  const {sentences} = verdictInWords(report, inEnglish)
  assert.match(sentences[0], /when checked at 1 June 2026, 12:00 UTC\./)
})

test('a value never fills a blank of another value', () => {
  assert.equal(fill('{a} {b} {c}', {a: '{b}', b: 'x'}), '{b} x {c}')
})
