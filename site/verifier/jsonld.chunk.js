/**
 * The JSON-LD library and the contexts that it reads, for documents that are not plain (docs/decisions/0170).
 */

import {expandedForm, statementsOf} from './expansion.js'
import {checkByLibrary} from './library.js'

export {contexts} from './material.js'
export const rooms = Object.freeze({checkByLibrary, expandedForm, statementsOf})
