/** What single rooms answer where no file leads to the question, or where what answers it otherwise is an engine of somebody else's. */

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {checkClosed} from '../../site/verifier/closed.js'
import {checkDates} from '../../site/verifier/dates.js'
import {methodFromDocument} from '../../site/verifier/did.js'
import {curves, verifyEcdsa} from '../../site/verifier/ecdsa.js'
import {canonicalPresentation} from '../../site/verifier/held.js'
import {more} from '../../site/verifier/more.js'
import {numberFrom} from '../../site/verifier/number.js'
import {credentialInPdf} from '../../site/verifier/pdf.js'
import {plainStatements, primitiveOf} from '../../site/verifier/plain.js'
import {reportOnPresentation} from '../../site/verifier/presenting.js'
import {stages} from '../../site/verifier/proof.js'
import {recipientFromText} from '../../site/verifier/recipient.js'
import {at, contexts, did, limits, method, multikey, root, signed, terms, unsigned} from './material.js'

/** @type {import('../../site/verifier/types.js').Environment} */
const environment = {at, contexts, limits, more, terms, openPdf: null, read: async () => null, expect: () => {}}

test('a credential that says nothing of dates is in force at any moment', () => {
  for (const moment of [at, 0, Date.parse('1931-01-01T00:00:00Z')]) assert.doesNotThrow(() => checkDates({}, {...environment, at: moment}))
})

test('a date of a key that is no text makes its document none, whichever of the two it is', () => {
  const own = {id: method, type: 'Multikey', controller: did, publicKeyMultibase: multikey}
  const read = (/** @type {object} */ dates) => methodFromDocument({id: did, verificationMethod: [{...own, ...dates}]}, did, method, more)
  assert.equal(read({revoked: null, expires: '2027-01-01T00:00:00Z'}).expires, '2027-01-01T00:00:00Z')
  for (const dates of [{revoked: 5}, {expires: 5}, {revoked: true, expires: false}]) {
    assert.throws(() => read(dates), {code: 'did_document_malformed'})
  }
})

test('no half of an ECDSA signature is zero, whatever the engine makes of it', async (context) => {
  context.mock.method(globalThis.crypto.subtle, 'importKey', async () => ({}))
  context.mock.method(globalThis.crypto.subtle, 'verify', async () => true)
  const curve = curves[0]
  const [none, one] = [new Uint8Array(curve.bytes), new Uint8Array(curve.bytes).fill(1)]
  for (const [first, second, expected] of /** @type {[Uint8Array, Uint8Array, boolean][]} */ ([
    [one, one, true],
    [none, one, false],
    [one, none, false]
  ])) {
    assert.equal(await verifyEcdsa(new Uint8Array(65), curve, Uint8Array.from([...first, ...second]), new Uint8Array()), expected)
  }
})

test('nothing is signed by a suite with a key that the suite does not take', async () => {
  const proof = {type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022'}
  await assert.rejects(stages(unsigned, proof, 'P-256', environment), {code: 'proof_key_type'})
})

test('a document with a whole number is plain, up to those that JSON has exactly', () => {
  const told = (/** @type {number} */ ttl) => plainStatements({type: 'BitstringStatusList', ttl}, [unsigned['@context'][0]], terms)
  assert.deepEqual(told(300_000)?.[1].object.value, '300000')
  for (const ttl of [2 ** 53, -0, 0.5]) assert.equal(told(ttl), null)
})

test('a name alone is not plain, for the library makes nothing of it', async () => {
  const [context] = unsigned['@context']
  assert.equal(plainStatements({id: 'urn:a'}, [context], terms), null)
  assert.equal(plainStatements({id: 'urn:a', type: 'VerifiableCredential'}, [context], terms)?.length, 1)
  await assert.rejects(checkClosed({'@context': [context], id: 'urn:a'}, environment), {code: 'jsonld_invalid'})
})

test('a term that brings words of its own is left to the library', () => {
  const {terms: known, types} = terms[unsigned['@context'][0]]
  assert.equal(known.cnf, null)
  assert.equal(types.BitstringStatusListEntry[1]?.statusMessage, null)
  assert.equal(types.VerifiablePresentation[1]?.verifiableCredential, null)
})

test('a type that a term has the address of is left to the library', () => {
  const {types} = terms[unsigned['@context'].join(' ')]
  assert.equal(types.Achievement?.length, 2)
  for (const name of ['Criteria', 'GeoCoordinates']) assert.equal(types[name], undefined)
})

test('what XML Schema derives from its decimal numbers is a number', () => {
  const signs = ['positiveInteger', 'nonNegativeInteger', 'negativeInteger', 'nonPositiveInteger']
  for (const type of ['decimal', 'integer', 'long', 'unsignedByte', ...signs]) {
    assert.equal(primitiveOf(`http://www.w3.org/2001/XMLSchema#${type}`), 'number', type)
  }
})

test('a credential number is of a place that a list has', () => {
  assert.equal(numberFrom('a1', 0)?.slice(0, 7), 'A1-0000')
  for (const index of [-1, 131_072]) assert.equal(numberFrom('a1', index), null)
})

test('whoever is asked about is taken without the white space around, up to the longest identifier', () => {
  const asked = recipientFromText(' \t noa@harbour.example \r\n')
  assert.deepEqual(asked, {kind: 'email', text: 'noa@harbour.example'})
  const longest = `${'a'.repeat(2047 - '@b.example'.length)}é@b.example`
  assert.equal(recipientFromText(longest)?.text, longest)
  assert.equal(recipientFromText(`a${longest}`), null)
})

test('a presentation of nothing that can be read names nobody', async () => {
  const presentation = JSON.parse(readFileSync(new URL('tests/cases/presented-one/credential.json', root), 'utf8'))
  const checked = {name: 'file', environment: {...environment, at: Date.parse('2026-11-01T12:00:00Z')}, fetched: []}
  const {reasons, steps} = await reportOnPresentation({presentation, token: null}, [], checked)
  assert.deepEqual(reasons, ['presentation_unasked', 'presenter_not_named'])
  assert.equal(steps.find(({id}) => id === 'recipient')?.outcome, 'could_not_check')
})

test('a presentation that is too large as a whole is not expanded as a whole', async () => {
  const held = [await signed(unsigned), await signed({...unsigned, id: 'urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a12'})]
  const presentation = {'@context': [unsigned['@context'][0]], type: 'VerifiablePresentation', verifiableCredential: held}
  let wholes = 0
  /** @type {typeof more.expandedForm} */
  const expandedForm = async (document, known) => {
    wholes += Number(Object.hasOwn(document, 'verifiableCredential'))
    return more.expandedForm(document, known)
  }
  const counting = Object.create(more, {expandedForm: {value: expandedForm}})
  await assert.doesNotReject(canonicalPresentation({...presentation, verifiableCredential: held[0]}, {...environment, more: counting}))
  assert.equal(wholes, 1)
  const few = {...environment, more: counting, limits: {...limits, max_values: 60}}
  await assert.rejects(canonicalPresentation(presentation, few), {code: 'presentation_not_checked'})
  assert.equal(wholes, 1)
})

/** @param {number} count */
const length = (count) => (count < 128 ? [count] : [(count & 127) | 128, count >> 7])
const name = (/** @type {string} */ text) => [...length(text.length), ...Buffer.from(text)]
const list = (/** @type {number[][]} */ items) => [...length(items.length), ...items.flat()]
const section = (/** @type {number} */ id, /** @type {number[]} */ content) => [id, ...length(content.length), ...content]
const always = (/** @type {number} */ value) => [0x41, value]
const unreachable = [0x00]
/** Asks for four gigabytes and takes any answer. */
const asking = [0x41, 0x7f, 0x10, 0x00]

/**
 * A program in place of PDFium, whose functions take nothing, do what is said and give a number.
 *
 * @param {Record<string, number[]>} functions
 */
function program(functions) {
  const bodies = Object.values(functions)
  const content = [
    ...section(1, list([[0x60, 0, 1, 0x7f], [0x60, 1, 0x7f, 1, 0x7f]])),
    ...section(2, list([[...name('env'), ...name('emscripten_resize_heap'), 0, 1]])),
    ...section(3, list(bodies.map(() => [0]))),
    ...section(5, list([[0, 1]])),
    ...section(7, list([[...name('memory'), 2, 0], ...Object.keys(functions).map((own, index) => [...name(own), 0, index + 1])])),
    ...section(10, list(bodies.map((body) => [...length(body.length + 2), 0, ...body, 0x0b])))
  ]
  return new WebAssembly.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...content]))
}

test('a PDF program that breaks off, wants too much or is none is told apart', () => {
  const found = (/** @type {Record<string, number[]>} */ functions) => () => credentialInPdf(new Uint8Array(8), limits, program(functions))
  const sound = {
    __wasm_call_ctors: always(0),
    FPDF_InitLibrary: always(0),
    malloc: always(8),
    FPDF_LoadMemDocument: always(1),
    FPDFDoc_GetAttachmentCount: always(0)
  }
  assert.throws(found(sound), {code: 'pdf_no_credential'})
  assert.throws(found({...sound, FPDF_LoadMemDocument: unreachable}), {code: 'pdf_malformed'})
  assert.throws(found({...sound, FPDF_InitLibrary: asking}), {code: 'pdf_too_costly'})
  assert.throws(found({...sound, FPDF_InitLibrary: asking, FPDF_LoadMemDocument: unreachable}), {code: 'pdf_too_costly'})
  // A function that is not there is a bug of ours.
  assert.throws(found({malloc: always(8)}), TypeError)
})
