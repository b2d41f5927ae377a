/** Before what a test runs, writes down when it ends which changes it has met: `node --import ./met.mjs FILE`. A test may run several. */

import {existsSync, readFileSync, writeFileSync} from 'node:fs'

const kept = new URL('met.json', import.meta.url)
const switches = (/** @type {any} */ (globalThis).__stryker__ ??= {})
switches.currentTestId = 'all'
process.on('exit', () => {
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : []
  writeFileSync(kept, JSON.stringify([...new Set([...before, ...Object.keys(switches.mutantCoverage?.perTest?.all ?? {})])]))
})
