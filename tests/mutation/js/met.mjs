/** Before a test file, writes down when it ends which changes it has met, and what it took: `node --import ./met.mjs FILE`. */

import {writeFileSync} from 'node:fs'

const switches = (/** @type {any} */ (globalThis).__stryker__ ??= {})
switches.currentTestId = 'all'
process.on('exit', () => {
  const seconds = process.cpuUsage().user / 1e6
  const met = {seconds, meets: Object.keys(switches.mutantCoverage?.perTest?.all ?? {})}
  writeFileSync(new URL('met.json', import.meta.url), JSON.stringify(met))
})
