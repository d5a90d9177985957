#!/usr/bin/env node
import { audit, keys } from './cli/administer.ts';
import { backup } from './cli/backup.ts';
import { serve } from './cli/serve.ts';

const USAGE = `Usage: tailrace serve
       tailrace keys create|list|revoke
       tailrace audit verify
       tailrace backup <folder>

serve starts the log server, backup copies its data folder while it runs; the others work on a server that runs, or on
its data folder. They are configured by environment variables:
  LOG_SERVICE_HOST     address to listen on (127.0.0.1)
  LOG_SERVICE_PORT     port, 0 for a free one (8765)
  LOG_DATA_DIR         folder of the database files (tailrace-data)
  LOG_BUFFER_SIZE      last entries that a plain subscriber gets first (1000)
  LOG_INGEST_RATE      entries a second that one key may send, 0 for no limit (1000)
  LOG_LEVEL            least severe level that the server itself logs (info)
  LOG_AUTH             on, or off on a loopback address (on)
  LOG_ALLOWED_HOSTS    further host names, joined by commas
  LOG_ALLOWED_ORIGINS  origins of pages that log to or read from here, joined by commas
  LOG_TLS_CERT         file with the certificate, and LOG_TLS_KEY with its key, to speak TLS
  LOG_REDACTION        on, development, off, or a file of rules (on)
  LOG_RETENTION_…_DAYS  days that a class is kept, or forever: DEBUG (7), INFO (30), WARNING (60), ERROR (90),
                       CRITICAL (120), AUDIT (365), TRACES (30)
  LOG_ARCHIVE_DIR      folder of archives, written before entries are removed (none)
  LOG_MIN_FREE         free disk below which no entries are taken (5 % of it, at most 200MB)
  LOG_DIR              folder of log files for people (none)
  LOG_MAX_BYTES        size from which on a log file is rotated, as LOG_ROTATION_SIZE (10MB)
  LOG_BACKUP_COUNT     rotated log files that are kept (5)
  LOG_PUBLIC_DIR       folder of built pages, served under /demo/
  LOG_CONSOLE_DIR      folder of the console's build, served at /
`;

const [command = 'serve', ...rest] = process.argv.slice(2);
if (command === 'serve' && rest.length === 0) {
  await serve(process.env);
} else if (command === 'keys') {
  await keys(process.env, rest);
} else if (command === 'audit') {
  await audit(process.env, rest);
} else if (command === 'backup' && rest.length === 1) {
  process.exitCode = await backup(process.env, rest[0]!);
} else {
  const isHelp = command === 'help' || command === '--help' || command === '-h';
  (isHelp ? process.stdout : process.stderr).write(USAGE);
  process.exitCode = isHelp ? 0 : 2;
}
