/**
 * Asks `@digitalbazaar/vc` about credentials: JSON on standard input (`run.py` says what), JSON on standard output.
 * The library fetches nothing by itself; its public option `documentLoader` is answered here with the contexts handed
 * in, DID documents and lists over TLS.
 */
import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite as ecdsaRdfc } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import { createVerifyCryptosuite as eddsaJcs } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as eddsaRdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

import { loader } from "./loader.mjs";

const { contexts, credentials } = JSON.parse(readFileSync(0, "utf8"));
const suites = [eddsaRdfc, eddsaJcs(), ecdsaRdfc];
const documentLoader = loader(contexts);
const suite = suites.map((each) => new DataIntegrityProof({ cryptosuite: each }));

/** @param {any} result */
function answer(result) {
  const statuses = (result.statusResult?.results ?? []).map((/** @type {any} */ each) => each.status);
  const errors = [result.error, result.statusResult?.error].filter(Boolean);
  const messages = errors.flatMap((error) => error.errors ?? [error]).map((error) => error.message);
  const says = `verified ${result.verified}, status ${statuses.join(" ") || "-"}${messages.map((m) => `, ${m}`).join("")}`;
  if (!result.verified) return { outcome: messages.includes("Invalid signature.") ? "signature refused" : "failed", says };
  // This library leaves it to its caller to read the bit: a revoked credential stays `verified`, with `status: true`.
  if (statuses.length === 0) return { outcome: "status not read", says };
  return { outcome: statuses.includes(true) ? "revoked" : "verified", says };
}

/** @type {Record<string, {outcome: string, says: string}>} */
const answers = {};
for (const [name, credential] of Object.entries(credentials)) {
  answers[name] = answer(await vc.verifyCredential({ credential, suite, documentLoader, checkStatus }));
}
console.log(JSON.stringify({ answers }));
