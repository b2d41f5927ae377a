/**
 * The public functions of the verifier, and nothing else.
 */

export {NeedsMore} from './errors.js'
export {more} from './more.js'
export {parseJson} from './parse.js'
export {recipientFromText} from './recipient.js'
export {pathUnder, registryFromJson, RegistryFormError} from './registry.js'
export {stepIds} from './steps.js'
export {instantMs} from './values.js'
export {cautions, exitCode, exitCodes} from './verdict.js'
export {verify, verifyFile} from './verify.js'
