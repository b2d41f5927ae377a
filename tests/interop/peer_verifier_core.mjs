/**
 * Asks `@digitalcredentials/verifier-core` about credentials: JSON on standard input (`run.py` says what), JSON on
 * standard output. It takes no loader: it fetches DID documents, lists and its own copy of the badge schema itself.
 */
import { readFileSync } from "node:fs";

import { verifyCredential } from "@digitalcredentials/verifier-core";

const { credentials } = JSON.parse(readFileSync(0, "utf8"));
// The answers alone go to standard output; what the peer prints there goes to standard error.
console.log = console.error;

/** @param {any} result */
function answer(result) {
  const log = Object.fromEntries((result.log ?? []).map((/** @type {any} */ step) => [step.id, step]));
  const steps = Object.values(log).map((step) => `${step.id} ${step.error ? step.error.name : step.valid}`);
  const errors = (result.errors ?? []).map((/** @type {any} */ error) => error.name);
  const schema = result.additionalInformation?.find((/** @type {any} */ each) => each.id === "schema_check")?.results;
  const fits = Array.isArray(schema) ? schema.map((each) => each.result.valid).join(" ") : (schema ?? "not checked");
  const says = [...errors, ...steps, ...(result.log ? [`schema ${fits}`] : [])].join(", ");
  return { outcome: outcome(errors, log), schema: fits, says };
}

/**
 * @param {string[]} errors
 * @param {Record<string, any>} log
 */
function outcome(errors, log) {
  if (errors.length > 0) return errors.includes("invalid_signature") ? "signature refused" : "failed";
  const status = log.revocation_status;
  if (log.valid_signature?.valid !== true || log.expiration?.valid !== true || status?.error) return "failed";
  if (status === undefined) return "status not read";
  return status.valid ? "verified" : "revoked";
}

/** @type {Record<string, {outcome: string, schema: string, says: string}>} */
const answers = {};
for (const [name, credential] of Object.entries(credentials)) {
  // No list of known issuers: whether somebody vouches for a society that does not exist is not the question.
  answers[name] = answer(await verifyCredential({ credential, knownDIDRegistries: [] }));
}
process.stdout.write(`${JSON.stringify({ answers })}\n`);
