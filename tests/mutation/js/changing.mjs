/** From here on the verifier's modules are those of a change (hooks.mjs): `node --import ./changing.mjs FILE`, with its number in TESTAMUR_CHANGE. */

import {register} from 'node:module'

register('./hooks.mjs', import.meta.url, {data: {always: process.env.TESTAMUR_CHANGE ?? ''}})
