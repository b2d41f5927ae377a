/**
 * Every case whose fault is not in its proof, once more inside a token: the report must be the same. Twin of
 * tests/unit/test_cases_as_tokens.py, with a signer of its own.
 */

import assert from 'node:assert/strict'
import {createPrivateKey, createPublicKey, sign} from 'node:crypto'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {run} from '../../site/verifier/cli.js'
import {base58, root} from './material.js'
import {isWhole, shareOf} from './share.js'

const cases = new URL('tests/cases/', root)
const readJson = (/** @type {URL} */ place) => JSON.parse(readFileSync(place, 'utf8'))
const names = readdirSync(cases).filter((name) => !name.startsWith('_') && existsSync(new URL(`${name}/case.json`, cases)))
/** @type {string[]} */
const faultyProofs = readJson(new URL('tests/cases_with_faulty_proofs.json', root))
const reasonsOfProofs = ['proof_missing', 'proof_malformed']

/** The published seeds' private keys, by Multikey. */
const keys = new Map(
  Object.values(readJson(new URL('tests/keys/seeds.json', root))).map((seed) => {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')])
    const key = createPrivateKey({key: der, format: 'der', type: 'pkcs8'})
    const raw = Buffer.from(createPublicKey(key).export({format: 'jwk'}).x ?? '', 'base64url')
    return [`z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw]))}`, key]
  })
)
const anyKey = [...keys.values()][0]

/**
 * @param {unknown} header
 * @param {unknown} payload
 *   Bytes as they are, anything else as JSON.
 * @param {import('node:crypto').KeyObject} key
 */
function compact(header, payload, key) {
  const content = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
  const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${content.toString('base64url')}`
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

/**
 * What a token claims beside a credential, as far as the credential says it in plain texts.
 *
 * @param {any} document
 */
function claimsOf({issuer, id, credentialSubject, issuanceDate, validFrom, expirationDate, validUntil}) {
  const seconds = (/** @type {unknown} */ text) => (typeof text === 'string' ? Math.floor(Date.parse(text) / 1000) : undefined)
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : undefined)
  return {
    iss: text(issuer?.id ?? issuer),
    jti: text(id),
    sub: text(credentialSubject?.id),
    nbf: seconds(issuanceDate ?? validFrom),
    exp: seconds(expirationDate ?? validUntil)
  }
}

/**
 * The case's credential in a token, null where that would be another case.
 *
 * @param {string} name
 * @param {{file: string, parts?: unknown, expected: {reasons: string[], steps: Record<string, string>}}} described
 * @param {Buffer} content
 */
function asToken(name, {file, parts, expected: {reasons, steps}}, content) {
  const isOfProof = faultyProofs.includes(name) || reasons.some((reason) => reasonsOfProofs.includes(reason))
  if (file !== 'credential.json' || isOfProof) return null
  // What is signed is what the file holds, and not the file.
  if (parts !== undefined) return null
  if (steps.read === 'failed') {
    // What is no JSON has no place in a token, and a token in a token is another case.
    return reasons.includes('format_unknown') || name === 'format-jwt' ? null : compact({alg: 'EdDSA'}, content, anyKey)
  }
  const {proof, ...bare} = JSON.parse(content.toString('utf8'))
  if (steps.shape !== 'passed' || steps.context !== 'passed') return compact({alg: 'EdDSA'}, bare, anyKey)
  const proofs = [proof].flat()
  const kid = String(proofs[0].verificationMethod)
  const key = keys.get(kid.slice(kid.indexOf('#') + 1))
  if (steps.proof !== 'passed' || proofs.length > 1 || key === undefined) return null
  return compact({alg: 'EdDSA', kid, typ: 'JWT'}, {...bare, ...claimsOf(bare)}, key)
}

const scratch = mkdtempSync(join(tmpdir(), 'tokens-'))
after(() => rmSync(scratch, {recursive: true}))
const tokens = names.flatMap((name) => {
  const folder = new URL(`${name}/`, cases)
  const described = readJson(new URL('case.json', folder))
  const token = asToken(name, described, readFileSync(new URL(described.file, folder)))
  return token === null ? [] : [{name, folder, described, token}]
})
const share = shareOf(Object.fromEntries(tokens.map(({name, described}) => [name, described])))

for (const {name, folder, described, token} of tokens) {
  if (!isWhole && !share.has(name)) continue
  test(`${name} ends in a token as it does with a proof`, async () => {
    const {at, documents, registries, recipient, refresh, expected} = described
    const file = join(scratch, `${name}.jwt`)
    writeFileSync(file, token)
    const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, folder))
    const options = [
      ...(documents === null ? [] : ['--documents', path(documents)]),
      ...registries.flatMap((/** @type {string} */ registry) => ['--registry', path(registry)]),
      ...(recipient === undefined ? [] : ['--recipient', recipient]),
      ...(refresh === undefined ? [] : ['--refresh', ...refresh.flatMap((/** @type {string} */ host) => ['--agree', host])])
    ]
    const {output} = await run([file, '--json', '--at', at, ...options], {now: 0})
    const [{verdict, reasons, steps, fetched}] = JSON.parse(output)
    const found = {
      verdict,
      reasons,
      steps: Object.fromEntries(steps.map((/** @type {{id: string, outcome: string}} */ {id, outcome}) => [id, outcome])),
      ...('fetched' in expected ? {fetched: fetched.map((/** @type {{address: string}} */ {address}) => address)} : {})
    }
    assert.deepEqual(found, expected)
  })
}

test('what is left out is left out for a reason, and what remains is most of what a token can hold', () => {
  assert.ok(tokens.length >= 400)
})
