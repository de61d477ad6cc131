import { X509Certificate } from "node:crypto";
import { join } from "node:path";

import { PRIVATE, READABLE, readIfExists, readJsonIfExists, replaceFile } from "../files";
import type { Identity } from "./issue";
import { createIdentity } from "./issue";

export interface CertificateFiles {
  authorityFile: string;
  bundleFile: string;
}

/** Where Go looks for the system's authorities, in its order (crypto/x509/root_linux.go). */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const MONTH_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** The directory's authority and certificate, created at the first start and before they expire. */
export async function loadIdentity(directory: string): Promise<Identity> {
  const path = join(directory, "identity.json");
  const kept = await readJsonIfExists(path);
  if (kept !== null) {
    const identity = kept as Identity;
    const end = Date.parse(new X509Certificate(identity.certificate).validTo);
    if (end - Date.now() > MONTH_MILLISECONDS) return identity;
  }
  const identity = await createIdentity();
  await replaceFile(path, JSON.stringify(identity), PRIVATE);
  return identity;
}

/**
 * The authority alone (for Node's NODE_EXTRA_CA_CERTS, which adds) and together with those trusted
 * already (for SSL_CERT_FILE, which replaces).
 */
export async function writeCertificateFiles(
  directory: string,
  identity: Identity,
): Promise<CertificateFiles> {
  const authorityFile = join(directory, "authority.pem");
  const bundleFile = join(directory, "bundle.pem");
  const trusted = await readTrustedCertificates([bundleFile, authorityFile]);
  await replaceFile(authorityFile, identity.authority, READABLE);
  await replaceFile(bundleFile, `${trusted.trimEnd()}\n${identity.authority}`, READABLE);
  return { authorityFile, bundleFile };
}

/** The certificates in SSL_CERT_FILE or the system's, and those in NODE_EXTRA_CA_CERTS. */
async function readTrustedCertificates(exclude: readonly string[]): Promise<string> {
  const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = process.env;
  // The variables may name the sandbox's own files, which must not grow with each start.
  const named = [SSL_CERT_FILE, NODE_EXTRA_CA_CERTS].map((file) =>
    file && !exclude.includes(file) ? file : null,
  );
  const texts = [
    await firstReadable([named[0], ...SYSTEM_BUNDLES]),
    await firstReadable([named[1]]),
  ];
  return [...new Set(texts)].map((text) => text.trimEnd()).join("\n");
}

async function firstReadable(candidates: readonly (string | null | undefined)[]): Promise<string> {
  for (const candidate of candidates) {
    if (candidate == null) continue;
    // A variable may name a folder, or an unreadable file; then the next candidate is tried.
    const text = await readIfExists(candidate).catch(() => null);
    if (text !== null) return text;
  }
  return "";
}
