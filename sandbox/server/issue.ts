import { randomBytes, webcrypto } from "node:crypto";

/** In PEM. */
export interface Identity {
  authority: string;
  certificate: string;
  key: string;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** Apple's limit for a server certificate is 825 days; the authority need not outlive it. */
const LIFE_DAYS = 800;

/**
 * Creates an authority, and its certificate for localhost. The authority's key is
 * discarded: nobody, not even the sandbox, can issue another certificate with it.
 */
export async function createIdentity(): Promise<Identity> {
  const x509 = await loadLibrary();
  const authorityKeys = await generateKeys();
  const serverKeys = await generateKeys();
  const name = `CN=sandbox authority ${randomBytes(4).toString("hex")}`;
  const validity = {
    notBefore: new Date(Date.now() - DAY_MILLISECONDS),
    notAfter: new Date(Date.now() + LIFE_DAYS * DAY_MILLISECONDS),
  };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: "CN=localhost",
    issuer: name,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", serverKeys.privateKey);
  return {
    authority: `${authority.toString("pem")}\n`,
    certificate: `${certificate.toString("pem")}\n`,
    key: `${x509.PemConverter.encode(key, x509.PemConverter.PrivateKeyTag)}\n`,
  };
}

/** Loaded on demand: it takes a tenth of a second, and most starts have an identity already. */
async function loadLibrary(): Promise<typeof import("@peculiar/x509")> {
  // A peer dependency of the library.
  await import("reflect-metadata");
  return await import("@peculiar/x509");
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}
