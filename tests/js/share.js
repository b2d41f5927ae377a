/**
 * Which case folders every run asks once more in another form, and which only the long one: twin of tests/share.py.
 */

import {createHash} from 'node:crypto'

const oneIn = 8

/** Whether this run asks all of them: `make test-long` does. */
export const isWhole = process.env.TESTAMUR_WHOLE === '1'

/**
 * The names of the share: the first of each verdict and reason by the digest of its name, and one in eight.
 *
 * @param {Record<string, {expected: {verdict: string, reasons: string[]}, parts?: {verdict: string, reasons: string[]}[]}>} cases
 * @returns {Set<string>}
 */
export function shareOf(cases) {
  const digests = Object.keys(cases).map((name) => ({name, digest: createHash('sha256').update(name).digest()}))
  digests.sort((one, other) => Buffer.compare(one.digest, other.digest))
  const seen = new Set()
  const share = new Set()
  for (const {name, digest} of digests) {
    const {expected, parts = []} = cases[name]
    const kinds = [expected, ...parts].flatMap(({verdict, reasons}) => [verdict, ...reasons])
    if (digest[0] % oneIn === 0 || kinds.some((kind) => !seen.has(kind))) share.add(name)
    for (const kind of kinds) seen.add(kind)
  }
  return share
}
