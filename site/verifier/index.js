/**
 * The public functions of the verifier, and nothing else.
 */

export {parseJson} from './parse.js'
export {pathUnder, registryFromJson, RegistryFormError} from './registry.js'
export {instantMs} from './values.js'
export {cautions, exitCodes, stepIds, verify} from './verify.js'
