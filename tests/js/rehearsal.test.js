/** What a worker does before there is a file: it goes through every step up to the signature, and no answer comes of it. */

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {setTimeout as wait} from 'node:timers/promises'
import {asLoaded} from '../../site/verifier/loaded.js'
import {registryFromJson} from '../../site/verifier/registry.js'
import {credentialOfNobody, meetKeys} from '../../site/verifier/rehearsal.js'
import {verify} from '../../site/verifier/verify.js'
import {serve} from '../../site/verifier/worker.js'
import {contexts, limits, root, terms} from './material.js'

/** @type {any} */
const society = JSON.parse(readFileSync(new URL('tests/cases/_sites/society/registry.json', root), 'utf8'))

test('the credential of nobody is refused for its signature alone, by the rooms that every page has', async () => {
  const resolve = async () => ({bytes: null, answeredBy: 'nobody'})
  const options = {name: 'a', at: Date.parse('2026-01-01T00:00:00Z'), registries: [], contexts, limits, more: asLoaded({}), terms, resolve}
  const {verdict, reasons, fetched} = await verify(credentialOfNobody(), options)
  assert.deepEqual([verdict, reasons, fetched], ['altered', ['proof_signature_invalid'], []])
})

test('a key that is none stops nobody', () => {
  const registry = registryFromJson({
    ...society,
    issuers: [{...society.issuers[0], keys: [{...society.issuers[0].keys[0], state: 'current', id: 'did:web:a.example#z6MkNone'}]}]
  })
  assert.doesNotThrow(() => meetKeys(registry))
})

test('a worker that is made ready says nothing', async () => {
  /** @type {any[]} */
  const said = []
  /** @type {any} */
  let listener
  const page = {postMessage: (/** @type {any} */ message) => void said.push(message), addEventListener: (/** @type {any} */ _, /** @type {any} */ given) => (listener = given)}
  serve(page, () => ({contexts, more: asLoaded({})}))
  listener({data: {kind: 'prepare', registry: new TextEncoder().encode(JSON.stringify(society))}})
  listener({data: {kind: 'prepare', registry: new TextEncoder().encode('no registry')}})
  await wait(1000)
  assert.deepEqual(said, [])
})

test('a worker rehearses when nothing is asked of it, and not beside a check', async () => {
  const file = new TextEncoder().encode('no credential')
  /** @type {number[]} */
  const runs = []
  for (const isAsked of [false, true]) {
    /** @type {any} */
    let listener
    const page = {postMessage: () => undefined, addEventListener: (/** @type {any} */ _, /** @type {any} */ given) => (listener = given)}
    const at = runs.push(0) - 1
    serve(page, () => {
      runs[at] += 1
      return {contexts, more: asLoaded({})}
    })
    listener({data: {kind: 'prepare', registry: null}})
    assert.equal(runs[at], 0)
    if (isAsked) listener({data: {kind: 'verify', name: 'a', bytes: file, at: 0}})
  }
  await wait(800)
  assert.deepEqual(runs, [1, 1])
})
