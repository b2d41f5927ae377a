/** RDFC-1.0 where the library underneath needs our help, and the bound on its work. */

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isAbsolute} from '../../site/verifier/addresses.js'
import {canonicalRdf} from '../../site/verifier/canon.js'
import {checkClosed} from '../../site/verifier/closed.js'
import {more} from '../../site/verifier/more.js'
import {contexts, limits, signed, terms, unsigned} from './material.js'

const environment = {contexts, limits, more, terms}
const utf8 = new TextDecoder()
const context = ['https://www.w3.org/ns/credentials/v2']
const described = (/** @type {string} */ text) => ({
  '@context': context,
  id: `urn:example:${text.codePointAt(0)}`,
  type: 'VerifiableCredential',
  name: text
})

test('statements are ordered by code points, not by UTF-16 code units', async () => {
  const document = {...described('x'), credentialSubject: ['\u{10000}', '\uffee', '\ud7ff'].map((id) => ({id: `urn:${id}`}))}
  const lines = utf8.decode(await canonicalRdf(document, environment)).split('\n')
  const subjects = lines.flatMap((line) => /Subject> <urn:(.+?)>/.exec(line)?.[1] ?? [])
  assert.deepEqual(subjects, ['\ud7ff', '\uffee', '\u{10000}'])
})

test('every character comes back as it was', async () => {
  for (const text of ['\u{1f600}', '\ue000', '\ufffd', '\ud7ff', '\u{10ffff}', 'a\u{1f600}\uffee\u{10000}']) {
    const lines = utf8.decode(await canonicalRdf(described(text), environment))
    assert.ok(lines.includes(`"${text}"`), text)
  }
})

test('objects that look alike are told apart, up to the limit and not beyond', async () => {
  const alike = (/** @type {number} */ count) => ({
    '@context': context,
    id: 'urn:example:x',
    type: 'VerifiableCredential',
    credentialSubject: {id: 'urn:example:y'},
    termsOfUse: Array.from({length: count}, () => ({type: 'https://example.org/Terms'}))
  })
  const few = utf8.decode(await canonicalRdf(alike(12), environment))
  assert.equal(few.split('\n').filter((line) => line.includes('#type> <https://example.org/Terms>')).length, 12)
  await assert.rejects(canonicalRdf(alike(limits.max_blank_nodes + 1), environment), {code: 'rdf_too_complex'})
})

test('things that look alike with things that do inside are told apart where their orders are few', async () => {
  const orders = (/** @type {number} */ count) => ({
    ...unsigned,
    credentialSubject: {
      ...unsigned.credentialSubject,
      achievement: {
        ...unsigned.credentialSubject.achievement,
        resultDescription: [1, 2].map(() => ({
          type: ['ResultDescription'],
          name: 'A result',
          resultType: 'RubricCriterionLevel',
          rubricCriterionLevel: Array.from({length: count}, () => ({type: ['RubricCriterionLevel'], name: 'A level'}))
        }))
      }
    }
  })
  const few = utf8.decode(await canonicalRdf(orders(3), environment))
  assert.equal(few.split('\n').filter((line) => line.includes('"A level"')).length, 6)
  await assert.rejects(canonicalRdf(orders(8), environment), {code: 'rdf_too_complex'})
})

test('the orders of a graph that many statements stand in are counted', async () => {
  const graphs = {
    '@context': context,
    type: 'VerifiablePresentation',
    verifiableCredential: [1, 2].map(() => ({'@context': context, type: 'VerifiableCredential', name: 'a', description: 'b', validFrom: '2026-01-01T00:00:00Z'}))
  }
  const few = {...limits, max_canonicalisation_steps: 60}
  await assert.rejects(canonicalRdf(graphs, {...environment, limits: few}), {code: 'rdf_too_complex'})
})

test('an address that could write a statement of its own is none', () => {
  for (const [text, expected] of /** @type {[string, boolean][]} */ ([
    ['https://example.org/a?b#c', true],
    ['urn:\u{10000}', true],
    ['urn:\u{e0fff}', false],
    ['urn:\u{e1000}', true],
    ['urn:\ue000', false],
    ['urn:a b', false],
    ['urn:a\u2028b', false],
    ['urn:a\u00a0b', false],
    ['urn:\ufeff', false],
    ['urn:\u00a1\u200b\u3001\uff00', true],
    ['urn:a> <urn:b', false],
    ['urn:%zz', false],
    ['_:b0', false],
    ['relative', false],
    ['urn:', false]
  ])) {
    assert.equal(isAbsolute(text), expected, text)
  }
})

for (const [title, change, code] of /** @type {[string, import('../../site/verifier/types.js').JsonObject, string][]} */ (
  /** @type {unknown} */ ([
    ['an inline context', {'@context': [...unsigned['@context'], {x: 'urn:x'}]}, 'context_inline'],
    ['a context twice', {'@context': [...context, ...context]}, 'context_inline'],
    ['a context within', {credentialSubject: {'@context': context, id: 'urn:x:y'}}, 'context_nested'],
    ['an unknown context', {'@context': [...context, 'https://example.org/c']}, 'context_unknown'],
    ['a keyword', {'@index': 'x'}, 'keyword_in_document'],
    ['a keyword as a type', {type: ['VerifiableCredential', '@json']}, 'keyword_in_document'],
    ['a null', {name: null}, 'null_in_document'],
    ['an empty array', {evidence: []}, 'empty_array'],
    ['a fraction', {name: 1.5}, 'float_in_document'],
    ['an unknown term', {unheard: 'x'}, 'undefined_term'],
    ['a term called __proto__', JSON.parse('{"__proto__": "x"}'), 'undefined_term'],
    ['a term called constructor', {constructor: 'x'}, 'undefined_term'],
    ['an unknown type', {type: ['VerifiableCredential', 'Unheard']}, 'undefined_term'],
    ['a relative id', {id: 'x'}, 'relative_address'],
    ['an address as a name', {'https://www.w3.org/2018/credentials#validUntil': '2020'}, 'not_own_compaction'],
    ['an array in an array', {name: [['x']]}, 'not_own_compaction'],
    ['a number where text is typed', {validUntil: 5}, 'not_own_compaction'],
    ['a value twice', {type: ['VerifiableCredential', 'VerifiableCredential']}, 'not_own_compaction']
  ])
)) {
  test(`${title} is ${code}`, async () => {
    const own = Object.fromEntries([...Object.entries(unsigned), ...Object.entries(change)])
    await assert.rejects(checkClosed(own, environment), {code})
  })
}

test('the document that the others are changed copies of is closed, and so is its proof', async () => {
  await checkClosed({...unsigned}, environment)
  await checkClosed(await signed(unsigned), environment)
})

test('a megabyte of contexts is refused at once', async () => {
  const many = {'@context': Array.from({length: 150_000}, (_, at) => `urn:${at.toString(16)}`)}
  const began = process.cpuUsage().user
  await assert.rejects(checkClosed(many, environment), {code: 'rdf_too_complex'})
  assert.ok(process.cpuUsage().user - began < 10_000_000)
})
