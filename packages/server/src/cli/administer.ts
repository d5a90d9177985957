import { ConfigError, readConfig, type Config } from '../config.ts';
import { withServer } from './askServer.ts';
import { AUDIT_USAGE, verifyAudit } from './audit.ts';
import { EXIT_FAILED, EXIT_MISUSE, fail } from './fail.ts';
import { KEYS_USAGE, keysCommand, UsageError } from './keys.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `tailrace keys …` */
export async function keys(environment: Environment, parameters: readonly string[]): Promise<void> {
  try {
    const command = keysCommand(parameters);
    process.stdout.write(await withServer(configOf(environment), command));
  } catch (error) {
    if (error instanceof UsageError) fail(EXIT_MISUSE, [error.message, '', KEYS_USAGE]);
    fail(EXIT_FAILED, [(error as Error).message]);
  }
}

/** `tailrace audit verify` */
export async function audit(environment: Environment, parameters: readonly string[]): Promise<void> {
  const [action, tenant, ...rest] = parameters;
  if (action !== 'verify' || rest.length > 0) fail(EXIT_MISUSE, [AUDIT_USAGE]);
  try {
    const { text, isIntact } = await withServer(configOf(environment), (ask) => verifyAudit(ask, tenant));
    process.stdout.write(text);
    if (!isIntact) process.exitCode = EXIT_FAILED;
  } catch (error) {
    fail(EXIT_FAILED, [(error as Error).message]);
  }
}

function configOf(environment: Environment): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail(EXIT_MISUSE, error.problems);
  }
}
