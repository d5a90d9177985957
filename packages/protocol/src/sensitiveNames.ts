const GAP = '[ _.-]?';

/**
 * Names whose values are secrets whatever they look like, as the source of a regular expression that ignores
 * case. A name is sensitive when it ends in one of them: `tokenCount` and `passwordless` are not. `_` stands
 * for what may be between two words: `apiKey`, `api-key`, `API_KEY`, `api key`.
 */
const NAMES = [
  'pass(?:wor[dt]|wd|phrase|code)s?(?:_(?:hash|confirm(?:ation)?|\\d+))?',
  'pwd',
  'secrets?(?:_key_base)?',
  // Parsers report an "unexpected token: x", and cursors of lists are called tokens too.
  'token(?<!(?:unexpected|invalid|illegal|cancel(?:lation)?|page|next|continuation)_token)',
  '(?:api|access|account|auth|encryption|licen[cs]e|master|private|secret|service|shared|signing|ssh|subscription)_keys?',
  'authorization',
  'cookies?',
  'jwt',
  '(?:seed|recovery)_phrase',
  'mnemonic',
  '(?:card|cc)_num(?:ber)?',
  'credit_card',
  'social_security(?:_number)?',
  'c[sv][cv]2?',
  'security_code',
  // Other words end like these.
  '(?:\\b|\\x5f)(?:ssn|iban|t?otp|(?:card_|user_)?pin|(?:user_|db_|smtp_)?pass)',
  // Too common to be sensitive anywhere but in queries, forms and cookies.
  '(?:\\b(?:x-amz-(?:signature|credential)|sig(?:nature)?)|sess(?:ion)?id|connect\\.sid)(?==)',
].map((name) => name.replaceAll('_', GAP));

/** Names whose values are secret only when they are short numbers: `pin: 'GPIO17'` is not. */
const NUMERIC_NAME = /(?:c[sv][cv]2?|security.?code|pin|otp)$/i;

/** What stands in place of a secret, or says that there is none; and what has a rule of its own. */
const INNOCENT_VALUE =
  /^(?:|\[?(?:redacted|filtered|masked|hidden).*|[*•.…-]+|x{3,}|-----begin|true|false|null|undefined|none|nil|not?|ok|is|was|has|must|should|cannot|required|optional|missing|empty|(?:in)?valid|(?:in)?correct|expired|revoked|rejected|malformed|mismatch|unauthorized|forbidden|denied|failed|error|unknown|changed|updated|reset|string|number|boolean|object|\/[a-z/-]*)$/i;

/** The source of the names, the given ones included. */
export function sensitiveNames(own: readonly (string | RegExp)[] = []): string {
  const sources = own.map((name) =>
    typeof name === 'object'
      ? name.source
      : name
          .replace(/([a-z\d])([A-Z])/g, '$1_$2')
          .replace(/[$()*+?[\\\]^{|}]/g, '\\$&')
          .replace(/[\s_.-]+/g, GAP),
  );
  return [...NAMES, ...sources].join('|');
}

/** Tells whether the value of a sensitive name is none of its secrets. */
export function isInnocent(name: string, value: string): boolean {
  return (
    INNOCENT_VALUE.test(value) ||
    (NUMERIC_NAME.test(name)
      ? !/^\d{3,8}$/.test(value)
      : // How many there are, or passed; and shells call the working directory so.
        /s$/i.test(name)
        ? /^\d+$/.test(value)
        : /pwd$/i.test(name) && /^(?:\/|[a-z]:\\)/i.test(value))
  );
}
