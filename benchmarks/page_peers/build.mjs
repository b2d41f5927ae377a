/** Bundles the pages of other people's verifiers into a folder: `node benchmarks/page_peers/build.mjs FOLDER`. */

import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = process.argv[2]
const packages = fileURLToPath(new URL('../../tests/interop/node_modules', import.meta.url))
for (const name of ['digitalbazaar', 'verifier_core']) {
  await build({
    absWorkingDir: here,
    entryPoints: [`${name}.js`],
    outfile: join(out, name, 'page.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    define: {global: 'globalThis', 'process.env.NODE_ENV': '"production"'},
    nodePaths: [packages],
    // The packages' own files for browsers, which they name in a way that webpack follows and esbuild does not.
    alias: Object.fromEntries(
      ['base64url-universal', '@digitalcredentials/base64url-universal'].map((library) => [library, join(packages, library, 'lib', 'browser.js')])
    )
  })
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Verify</title><main><input type="file"></main><script type="module" src="page.js"></script></html>\n'
  writeFileSync(join(out, name, 'index.html'), page)
}
