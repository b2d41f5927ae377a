/** What the page's rooms do without a page: links that carry a credential, tables as CSV, and lists seen before. */

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {plainPath} from '../../site/verifier/place.js'
import {deflateRawSync} from 'node:zlib'
import {csvFrom} from '../../site/verifier/csv.js'
import {limits} from '../../site/verifier/material.js'
import {credentialFrom, linkStart} from '../../site/verifier/page-link.js'
import {hostsToAsk} from '../../site/verifier/page-others.js'
import {heldAgainst, seenFrom} from '../../site/verifier/remember.js'
import {stepIds} from '../../site/verifier/steps.js'
import {root} from './material.js'

/** @import {Report} from '../../site/verifier/types.js' */

// ---- links ----

const linkFor = (/** @type {Uint8Array} */ bytes) => linkStart + deflateRawSync(bytes).toString('base64url')
const text = (/** @type {Uint8Array | null} */ bytes) => (bytes === null ? null : new TextDecoder().decode(bytes))

test('a link gives back the bytes that it was made from', async () => {
  const bytes = new Uint8Array(readFileSync(new URL('tests/examples/valid.json', root)))
  const link = linkFor(bytes)
  assert.ok(link.length < 3_000, `${link.length} characters`)
  assert.deepEqual(await credentialFrom(link, limits), bytes)
  assert.deepEqual(await credentialFrom(`https://registry.society.example/verify/${link}`, limits), bytes)
})

test('a link that was cut, changed or never one gives nothing', async () => {
  const link = linkFor(new TextEncoder().encode('{"a": "a credential of some length, long enough to be cut"}'))
  const odd = ['', '#', linkStart, '#vp=abc', `${link}=`, `${link.slice(0, -9)}`, `${linkStart}A`, `${linkStart}%7B`, `${link}!`]
  for (const one of odd) assert.equal(await credentialFrom(one, limits), null, one)
})

test('a link can not unpack to more than a credential, nor be longer than its limit', async () => {
  const bomb = linkFor(new Uint8Array(limits.max_credential_bytes + 1))
  assert.ok(bomb.length < limits.max_link_characters)
  assert.equal(await credentialFrom(bomb, limits), null)
  const full = linkFor(new Uint8Array(limits.max_credential_bytes))
  assert.equal((await credentialFrom(full, limits))?.length, limits.max_credential_bytes)
  const short = {...limits, max_link_characters: 20}
  assert.equal(text(await credentialFrom(linkFor(new TextEncoder().encode('{"a": "a long credential"}')), short)), null)
})

// ---- CSV ----

test('a table is CSV as RFC 4180 has it, with a byte-order mark', () => {
  assert.equal(csvFrom([['a', 'b "c"'], ['d, e', 'f\ng']]), '\ufeff"a","b ""c"""\r\n"d, e","f\ng"\r\n')
})

test('nothing in a table is run by a spreadsheet', () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '\uff1d1', '\uff20a', '\uff0b1', '\uff0d1']
  for (const one of formulas) assert.equal(csvFrom([[one]]), `\ufeff"'${one}"\r\n`)
  for (const one of ['Ana = Bea', '2026-01-01', 'a@b.example', '']) assert.equal(csvFrom([[one]]), `\ufeff"${one}"\r\n`)
})

// ---- lists seen before ----

const list = 'https://society.example/status/a1.json'

/**
 * @param {string} signed
 * @param {Partial<Report>} [rest]
 * @returns {Report}
 */
function reportOf(signed, rest = {}) {
  return {
    file: 'file',
    verdict: 'valid',
    reasons: [],
    steps: stepIds.map((id) => ({id, outcome: 'passed', reason: null})),
    status: {list, signed, valid_until: null},
    checked_at: '2026-06-01T12:00:00Z',
    fetched: [],
    ...rest
  }
}

test('a list that is as new as the one seen before, or newer, changes nothing and is remembered', () => {
  for (const signed of ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z']) {
    const report = reportOf(signed)
    assert.deepEqual(heldAgainst(report, {[list]: '2026-03-01T00:00:00Z', other: '2026-01-01T00:00:00Z'}), {
      report,
      seen: {other: '2026-01-01T00:00:00Z', [list]: signed}
    })
  }
})

test('a list older than the one seen before could not be relied on, and the newer date stays', () => {
  const seen = {[list]: '2026-03-01T00:00:00Z'}
  for (const verdict of /** @type {const} */ (['valid', 'caution', 'unknown_issuer'])) {
    const held = heldAgainst(reportOf('2026-02-28T23:59:59Z', {verdict}), seen)
    assert.deepEqual([held.report.verdict, held.report.reasons, held.seen], ['unfinished', ['status_list_older'], seen])
    const step = {id: 'status', outcome: 'could_not_check', reason: 'status_list_older'}
    assert.deepEqual(held.report.steps.find(({id}) => id === 'status'), step)
  }
})

test('what an old list says against a credential is believed', () => {
  const steps = reportOf('').steps.map((one) =>
    one.id === 'status' ? /** @type {const} */ ({id: 'status', outcome: 'failed', reason: 'status_revoked'}) : one
  )
  const report = reportOf('2026-01-01T00:00:00Z', {verdict: 'withdrawn', reasons: ['status_revoked'], steps})
  assert.equal(heldAgainst(report, {[list]: '2026-03-01T00:00:00Z'}).report, report)
  const expired = heldAgainst(reportOf('2026-01-01T00:00:00Z', {verdict: 'expired'}), {[list]: '2026-03-01T00:00:00Z'})
  assert.equal(expired.report.verdict, 'expired')
})

test('what is kept is an address and a date, of so many lists, and what is not that is passed over', () => {
  const many = Object.fromEntries(Array.from({length: 300}, (_, at) => [`https://a.example/${at}`, '2026-01-01T00:00:00Z']))
  const {seen} = heldAgainst(reportOf('2026-02-01T00:00:00Z'), many)
  assert.deepEqual([Object.keys(seen).length, Object.keys(seen).at(-1), seen[list]], [200, list, '2026-02-01T00:00:00Z'])
  assert.deepEqual(seenFrom('{"a": "2026-01-01T00:00:00Z", "b": 7, "c": "soon"}'), {a: '2026-01-01T00:00:00Z'})
  for (const odd of [null, '', '{', '[]', 'null', '7']) assert.deepEqual(seenFrom(odd), {})
})

// ---- other hosts ----

test('the hosts to ask are those elsewhere that nobody asked, over https alone', () => {
  const fetched = /** @type {Report['fetched']} */ ([
    {address: 'https://a.example/did.json', answered_by: 'a.example', outcome: 'unreachable'},
    {address: 'https://a.example/list.json', answered_by: 'a.example', outcome: 'unreachable'},
    {address: 'https://b.example/x', answered_by: 'b.example', outcome: 'unreachable'},
    {address: 'https://c.example/x', answered_by: 'c.example', outcome: 'ok'},
    {address: 'http://d.example/x', answered_by: 'd.example', outcome: 'unreachable'},
    {address: 'https://society.example/y', answered_by: 'site', outcome: 'unreachable'}
  ])
  assert.deepEqual([...hostsToAsk(fetched, ['b.example'])], [
    ['a.example', ['https://a.example/did.json', 'https://a.example/list.json']]
  ])
})

test('only plain paths below the site are asked of it', () => {
  for (const path of ['registry.json', 'issuers/a/did.json', 'verify/chunk-jsonld.js', '_x/~y/-z']) assert.ok(plainPath.test(path), path)
  for (const path of ['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/..', './a', '.a', 'a/.b', 'a?b', 'a#b', 'a\\b', 'a%2fb', 'a b', 'a\n', 'é']) {
    assert.ok(!plainPath.test(path), path)
  }
})
