/**
 * Asks jose about tokens: JSON on standard input (run.py says what), JSON on standard output. It knows JSON Web Tokens
 * and not credentials: the key of a `kid` is fetched here, over TLS.
 */
import { compactVerify, decodeProtectedHeader, errors, importJWK, jwtVerify } from "jose";

const asked = JSON.parse(await new Response(process.stdin).text());
const read = async (url) => (await fetch(url)).json();

async function keyOf(kid) {
  if (kid.startsWith("https://")) return read(kid);
  const [did, fragment] = kid.split("#");
  const [host, ...path] = did.slice("did:web:".length).split(":");
  const { keys } = await read(`https://${host.replace("%3A", ":")}/${path.join("/")}/jwks.json`);
  return keys.find((key) => key.kid === fragment);
}

async function answer(token) {
  const { kid, alg, typ } = decodeProtectedHeader(token);
  const key = await importJWK(await keyOf(kid), alg);
  try {
    // As a JWT the claims' times are asked too; `typ` must be the profile's.
    const { payload } = await jwtVerify(token, key, { algorithms: ["EdDSA", "ES256"], typ });
    await compactVerify(token, key);
    return { outcome: "verified", says: `${typ}, ${alg}: ${payload.name}` };
  } catch (refusal) {
    if (refusal instanceof errors.JWSSignatureVerificationFailed) return { outcome: "signature refused", says: refusal.code };
    return { outcome: "failed", says: String(refusal) };
  }
}

const answers = {};
for (const [name, token] of Object.entries(asked.credentials)) answers[name] = await answer(token);
process.stdout.write(JSON.stringify({ answers }));
