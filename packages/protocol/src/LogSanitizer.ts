import { replaceOwn, type OwnPattern } from './ownPatterns.ts';
import { ownFieldsEnd, redact } from './redact.ts';
import { REDACTION_RULES, secretsExpression, type RedactionRule } from './sensitivePatterns.ts';

/**
 * What is redacted. `production`: everything. `development`: secrets, but e-mail addresses stay readable.
 * `off`: nothing. Or the rules, one by one.
 */
export type SanitizerProfile = 'production' | 'development' | 'off' | readonly RedactionRule[];

export interface SanitizerOptions {
  /** @default 'production' */
  readonly profile?: SanitizerProfile;
  /**
   * More names whose values are secret: a name that ends in one of them is one. Case never counts, of texts
   * separators neither: `customerNumber` finds `"CUSTOMER_NUMBER":17` and `customer-number=17`. Of an
   * expression only the source counts; it must be fast.
   */
  readonly keys?: readonly (string | RegExp)[];
  readonly patterns?: readonly OwnPattern[];
  /** What stays readable although a rule finds it. Texts are compared as a whole, without regard to case. */
  readonly allow?: {
    readonly keys?: readonly (string | RegExp)[];
    readonly values?: readonly (string | RegExp)[];
  };
}

/** Something that is, or would be, redacted. It does not say what it was. */
export interface Finding {
  /** Name of the rule, or of an own pattern. */
  readonly rule: string;
  /** Where it begins in the line, and where the string begins for an own pattern: UTF-16 code units. */
  readonly offset: number;
  /** UTF-16 code units. */
  readonly length: number;
}

/** Takes secrets and personal data out of entries, before they are stored anywhere. */
export interface LogSanitizer {
  /**
   * Redacts an entry's JSON line, which stays valid. Keys, numbers and the entry's own fields stay as they are,
   * except the values of sensitive names, which become `"[redacted:secret]"`. Returns the same string where
   * there is nothing to redact, and never throws.
   *
   * @example
   * sanitizeLine('{"seq":1,"message":"token=abc123"}'); // '{"seq":1,"message":"token=[redacted:secret]"}'
   */
  readonly sanitizeLine: (line: string) => string;
  /** Redacts any text, also with JSON in it. */
  readonly sanitizeText: (text: string) => string;
  /** The dry run of `sanitizeLine`: tells what it would redact. */
  readonly inspectLine: (line: string) => Finding[];
}

/**
 * Makes a sanitizer. It takes linear time whatever it is given, and little where nothing is found; own patterns
 * cost more.
 *
 * @throws SyntaxError where regular expressions know no look-behind: Safari before 16.4
 * @example
 * const { sanitizeLine } = createSanitizer({
 *   keys: ['customerNumber'],
 *   patterns: [{ name: 'ticket', pattern: /\bTKT-\d{6}\b/ }],
 *   allow: { values: ['support@example.com'] },
 * });
 */
export function createSanitizer(options: SanitizerOptions = {}): LogSanitizer {
  const { profile = 'production', keys, patterns = [], allow = {} } = options;
  if (profile === 'off') return { sanitizeLine: same, sanitizeText: same, inspectLine: () => [] };
  const rules =
    typeof profile === 'object'
      ? profile
      : REDACTION_RULES.filter((rule) => profile !== 'development' || rule !== 'email');
  const secrets = secretsExpression(rules, keys);

  function sanitize(text: string, isLine: boolean, onFinding?: (finding: Finding) => void): string {
    const judge = (rule: string, offset: number, secret: string, nameEnd = 0) => {
      const isHidden =
        !isListed(allow.values, secret) &&
        !(nameEnd > 0 && allow.keys && isListed(allow.keys, nameBefore(text, nameEnd)));
      if (isHidden) onFinding?.({ rule, offset, length: secret.length });
      return isHidden;
    };
    const redacted = redact(text, secrets, isLine, judge);
    if (patterns.length === 0) return redacted;
    return replaceOwn(
      redacted,
      patterns,
      isLine ? ownFieldsEnd(redacted) : undefined,
      (name, match, offset) => judge(name, offset, match),
    );
  }

  return {
    sanitizeLine: (line) => sanitize(line, true),
    sanitizeText: (text) => sanitize(text, false),
    inspectLine(line) {
      const findings: Finding[] = [];
      sanitize(line, true, (finding) => findings.push(finding));
      return findings;
    },
  };
}

/** The whole name of which only the end is sensitive. */
function nameBefore(text: string, end: number): string {
  return /[\w$.-]*$/.exec(text.slice(Math.max(0, end - 64), end))![0];
}

function isListed(list: readonly (string | RegExp)[] | undefined, text: string): boolean {
  return !!list?.some((item) =>
    typeof item === 'string' ? item.toLowerCase() === text.toLowerCase() : text.search(item) >= 0,
  );
}

function same(text: string): string {
  return text;
}
