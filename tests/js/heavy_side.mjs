/**
 * One heavy document in a process of its own, for tests/property/test_heavy.py: the document on standard input, and on standard output for
 * each of the two rooms how it ended, the processor's seconds, and at last the process's peak memory.
 */

import {readFileSync} from 'node:fs'
import {canonicalRdf} from '../../site/verifier/canon.js'
import {checkClosed} from '../../site/verifier/closed.js'
import {CheckError} from '../../site/verifier/errors.js'
import {contexts, limits, terms} from '../../site/verifier/material.js'
import {more} from '../../site/verifier/more.js'
import {parseJson} from '../../site/verifier/parse.js'

const data = readFileSync(0)
const environment = {contexts, limits, more, terms}
/** @type {Record<string, {ended: string, seconds: number}>} */
const told = {}
for (const [name, work] of Object.entries({checkClosed, canonicalRdf})) {
  const start = process.cpuUsage()
  let ended = 'done'
  try {
    const document = parseJson(data, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
    await work(/** @type {import('../../site/verifier/types.js').JsonObject} */ (document), environment)
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    ended = error.code
  }
  const {user, system} = process.cpuUsage(start)
  told[name] = {ended, seconds: (user + system) / 1e6}
}
// Not by resourceUsage, which counts what the process that started this one took.
const peak = /VmHWM:\s+([0-9]+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
process.stdout.write(JSON.stringify({...told, mib: Number(peak?.[1]) / 1024}))
