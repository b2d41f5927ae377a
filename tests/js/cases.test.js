/**
 * The shared folders of tests/cases/: what both verifiers must say of them.
 *
 * A share of them in every run, all in the long one: tests/unit/test_twins.py has Node check every case in every run, and
 * holds its whole report to Python's, which tests/unit/test_cases.py holds to what the case expects.
 *
 * @import {Report} from '../../site/verifier/types.js'
 */

import assert from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {run} from '../../site/verifier/cli.js'
import {root} from './material.js'
import {isWhole, shareOf} from './share.js'

const cases = new URL('tests/cases/', root)
const names = readdirSync(cases).filter((name) => !name.startsWith('_') && existsSync(new URL(`${name}/case.json`, cases)))

test('there are cases', () => {
  assert.ok(names.length > 0)
  assert.ok(share.size > 200)
})

const described = Object.fromEntries(
  names.map((name) => [name, JSON.parse(readFileSync(new URL(`${name}/case.json`, cases), 'utf8'))])
)
const share = shareOf(described)

for (const name of names.filter((one) => isWhole || share.has(one))) {
  const folder = new URL(`${name}/`, cases)
  const {title, file, at, documents, registries, recipient, refresh, expected, parts} = described[name]
  test(`${name}: ${title}`, async () => {
    const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, folder))
    const {output, code} = await run(
      [
        path(file),
        '--json',
        '--at',
        at,
        ...(documents === null || documents === undefined ? [] : ['--documents', path(documents)]),
        ...(registries ?? []).flatMap((/** @type {string} */ registry) => ['--registry', path(registry)]),
        ...(recipient === undefined ? [] : ['--recipient', recipient]),
        ...(refresh === undefined ? [] : ['--refresh', ...refresh.flatMap((/** @type {string} */ host) => ['--agree', host])])
      ],
      {now: 0}
    )
    const reports = JSON.parse(output)
    const [report] = reports
    const told = reports.map((/** @type {Report} */ {part, verdict, reasons}) => ({part: part ?? null, verdict, reasons}))
    assert.deepEqual(told, parts ?? [{part: null, verdict: expected.verdict, reasons: expected.reasons}])
    const steps = Object.fromEntries(
      report.steps.map((/** @type {{id: string, outcome: string}} */ {id, outcome}) => [id, outcome])
    )
    const fetched = report.fetched.map((/** @type {{address: string}} */ {address}) => address)
    const found = {verdict: report.verdict, reasons: report.reasons, steps, fetched}
    // What a case does not speak of may be anything.
    assert.deepEqual(found, {fetched, ...expected, steps: {...steps, ...expected.steps}})
    const isRefused = typeof report.refresh?.reason === 'string'
    // Of a presentation nobody asked whose it is.
    const answered = report.part === 'proof' ? 0 : {failed: 1, could_not_check: 3}[/** @type {string} */ (steps.recipient)] ?? (isRefused ? 3 : 0)
    const codes = told.map(
      (/** @type {{verdict: string}} */ {verdict}) => ({valid: answered, caution: answered, unfinished: 3})[verdict] ?? 1
    )
    assert.equal(code, codes.includes(1) ? 1 : Math.max(...codes))
    assert.equal('credential' in report || 'presentation' in report, steps.proof === 'passed')
  })
}
