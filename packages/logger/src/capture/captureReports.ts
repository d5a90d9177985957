import type { Logger } from '../Logger.ts';
import { cleanUrl } from './cleanUrl.ts';
import { cleanUrls } from './cleanUrls.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { listen } from './listen.ts';
import { quietly } from './quietly.ts';

const installed: Installed = new WeakMap();

/** What browsers report of a page. */
export type ReportType = 'csp-violation' | 'deprecation' | 'intervention';

/** Which reports are captured. */
export interface CaptureReportsOptions {
  /** @default all three */
  readonly types?: readonly ReportType[];
}

/** The fields of the bodies of all three, and of the event. */
interface ReportFields {
  readonly id?: string;
  readonly message?: string;
  readonly blockedURL?: string;
  readonly blockedURI?: string;
  readonly effectiveDirective?: string;
  readonly disposition?: string;
  readonly sourceFile?: string | null;
  readonly lineNumber?: number | null;
  readonly columnNumber?: number | null;
}

/**
 * Logs what the browser reports of the page, also from before the call: violations of its Content Security
 * Policy (at level `error` where something was blocked), deprecated features in use, and interventions, at
 * `warning`. A browser without ReportingObserver tells violations only.
 *
 * @returns how to undo it
 * @example
 * const undo = captureReports(logger, { types: ['csp-violation'] });
 */
export function captureReports(
  logger: Logger,
  { types = ['csp-violation', 'deprecation', 'intervention'] }: CaptureReportsOptions = {},
): () => void {
  return installOnce(installed, logger, () => {
    const log = quietly((type: string | undefined, body: ReportFields) => {
      const { id, message, effectiveDirective: directive, disposition, sourceFile } = body;
      const blocked = body.blockedURL ?? body.blockedURI ?? '';
      // `inline` and `eval` stand where the URL would.
      const url = blocked.includes(':') ? cleanUrl(blocked) : blocked;
      logger[disposition === 'enforce' ? 'error' : 'warning'](
        directive ? `Content Security Policy: ${directive} forbids ${url}` : cleanUrls(message),
        {
          type,
          id,
          ...(directive && { directive, blocked: url, disposition }),
          ...(sourceFile && { file: cleanUrl(sourceFile), line: body.lineNumber, column: body.columnNumber }),
        },
      );
    });
    if (!globalThis.ReportingObserver) {
      return [
        listen<SecurityPolicyViolationEvent>('securitypolicyviolation', (event) => {
          if (types.includes('csp-violation')) log('csp-violation', event);
        }),
      ];
    }
    const observer = new ReportingObserver(
      (reports) => {
        for (const { type, body } of reports) log(type, body as ReportFields);
      },
      // Those from before are told once, not at each installation.
      { types: [...types], buffered: !installed.has(logger) },
    );
    observer.observe();
    return [() => observer.disconnect()];
  });
}
