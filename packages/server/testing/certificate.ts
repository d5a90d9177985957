import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate of its own for loopback. */
export function makeCertificate(folder: string): Record<'LOG_TLS_CERT' | 'LOG_TLS_KEY', string> {
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const out = ['-days', '2', '-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...out], { stdio: 'ignore' });
  return { LOG_TLS_CERT: certificate, LOG_TLS_KEY: key };
}
