/**
 * Asks one of the two JavaScript peers about one file, as whoever calls it would: `attack.mjs PEER`, JSON on standard
 * input (`attacks.py` says what), one answer on standard output.
 */
import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite as eddsaRdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { verifyCredential } from "@digitalcredentials/verifier-core";

import { loader } from "./loader.mjs";

const { contexts, file } = JSON.parse(readFileSync(0, "utf8"));
const write = process.stdout.write.bind(process.stdout);
console.log = console.error;

/** @param {any} credential */
async function digitalBazaar(credential) {
  const suite = new DataIntegrityProof({ cryptosuite: eddsaRdfc });
  const result = await vc.verifyCredential({ credential, suite, documentLoader: loader(contexts), checkStatus });
  const bits = (result.statusResult?.results ?? []).map((/** @type {any} */ each) => each.status);
  const errors = [result.error, result.statusResult?.error].filter(Boolean).flatMap((error) => error.errors ?? [error]);
  if (!result.verified) return { outcome: "refused", says: errors.map((error) => error.message).join("; ") };
  return { outcome: "accepted", says: bits.includes(true) ? "verified: true beside status: true" : "verified: true" };
}

/** @param {any} credential */
async function verifierCore(credential) {
  const result = await verifyCredential({ credential, knownDIDRegistries: [] });
  const errors = (result.errors ?? []).map((/** @type {any} */ error) => error.name);
  if (errors.length > 0) return { outcome: "refused", says: errors.join("; ") };
  const steps = (result.log ?? []).map((/** @type {any} */ step) => ({ ...step, valid: step.error ? step.error.name : step.valid }));
  const asked = steps.filter((/** @type {any} */ step) => step.id !== "registered_issuer");
  const failed = asked.filter((/** @type {any} */ step) => step.valid !== true);
  const says = asked.map((/** @type {any} */ step) => `${step.id} ${step.valid}`).join(", ");
  return { outcome: failed.length === 0 && asked.length > 0 ? "accepted" : "refused", says };
}

const ask = { "@digitalbazaar/vc": digitalBazaar, "verifier-core": verifierCore }[process.argv[2]];
if (ask === undefined) throw new Error(`no peer is called ${process.argv[2]}`);
let answer;
try {
  // What any caller does with a file before handing it over.
  answer = await ask(JSON.parse(Buffer.from(file, "base64").toString("utf8")));
} catch (error) {
  answer = { outcome: "refused", says: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024);
write(`${JSON.stringify({ ...answer, peak_mb })}\n`);
