import { isBasicCredential, isPaymentCard, lengthOfIban } from './patternChecks.ts';
import { sensitiveNames } from './sensitiveNames.ts';

/** What is looked for; findings and replacements carry these names. */
export const REDACTION_RULES = [
  /** The value of a sensitive name: a key of an object, `name=value`, a header. */
  'secret',
  'private_key',
  'jwt',
  /** Keys and tokens of the well-known vendors, told by their prefixes. */
  'api_key',
  'bearer',
  'basic',
  /** User and password in a URL of any scheme. */
  'credentials',
  /** The code of an OAuth redirect. */
  'oauth_code',
  'email',
  'card',
  'iban',
  /** US social security numbers. */
  'ssn',
] as const;
export type RedactionRule = (typeof REDACTION_RULES)[number];

/** What is in an e-mail address, hyphens aside. */
const LETTER = '\\w\\u00c0-\\u024f';
const AT = '(?:@|%(?:25)?40)';
const SPACE = '(?:\\s|\\\\+[nrt]){0,8}';

/**
 * Sources of one regular expression that ignores case; the group with the rule's name is the secret. It takes
 * linear time and is fast where there is nothing, because each begins with something rare, looks around it
 * only then, and repeats either a bounded number of times or from the edge of the class that it repeats. The
 * order decides between those that begin at the same place.
 */
const PATTERNS: Readonly<Record<RedactionRule, (ownNames?: readonly (string | RegExp)[]) => string>> = {
  // Here the group is the name, and the value begins behind the match.
  secret: (ownNames) =>
    `(?<secret>${sensitiveNames(ownNames)})(?<!\\[redacted:[\\w-]{0,40})(?:>(?=[^<>\\s]{1,128}</)|(?<quote>\\\\*["'\`]|%22)?(?:]|%5D)?${SPACE}(?:(?<colon>:=?(?!:|//)|%3A)|=>?(?!=)|%3D|,\\s?\\\\*"value\\\\*"\\s?:)${SPACE})`,
  private_key: () =>
    '(?<private_key>-----BEGIN [a-z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?=[^"]{0,99}?[\\w+/=]{16})(?:[^"\\\\]|\\\\+[^"\\\\])*?(?:-----END[a-z ]{1,40}-----|(?=\\\\*(?:"|$))))',
  jwt: () => '(?<jwt>eyJ(?<=(?:^|[^\\w-]|\\\\[nrt]|%[\\da-f]{2})eyJ)[\\w-]{5,}(?:\\.[\\w-]*){1,4})',
  api_key: () =>
    `(?<api_key>${[
      '(?:[rs]k_(?:live|test)|whsec|gh[oprsu]|npm|hf|gsk|lin_api|glsa|figd|sbp|sntrys|do[opr]_v1|shp[acs][ast]|rubygems)_[a-z\\d]{16,512}[\\w=]{0,512}',
      'github_pat_\\w{20,512}',
      '(?:sk-(?:ant|proj|or)|gl[a-z]{2,4}|xox[a-z]|xapp|GOCSPX|pypi|pplx|sq0[a-z]{3}|tskey|PMAK|NRAK)-[\\w-]{16,512}',
      'sk-[a-z\\d]{20,512}',
      'A[KS]IA[A-Z\\d]{16}(?!\\w)',
      'AIza[\\w-]{30,99}',
      '(?:ya29|hv[sb]|SG)\\.[\\w-]{16,512}[\\w.-]{0,512}',
      '(?:key-|SK|dapi)[\\da-f]{32}(?!\\w)',
      'ATATT3[\\w=-]{20,512}',
      '\\d{8,10}:AA[\\w-]{30,99}',
      'T[A-Z\\d]{8,12}/B[A-Z\\d]{8,12}/\\w{16,99}',
    ].join('|')})`,
  bearer: () => 'bearer\\s{1,3}(?=\\S{0,512}?\\d|\\S{24})(?<bearer>[\\w.~+/=:-]{8,})',
  basic: () => 'basic\\s{1,3}(?<basic>[a-z\\d+/]{6,512}={0,2})',
  credentials: () =>
    ':(?:\\\\*/){2}(?<credentials>(?=[^\\s/@\'"`<>[\\]:\\\\]{0,99}:(?!\\d{1,5}[?#]))(?:[^\\s/?#\'"`<>[\\]\\\\]{1,255}|[^\\s/\'"`<>[\\]\\\\]{1,255}?))(?=@)',
  oauth_code: () => '[?&]code=(?<oauth_code>[^\\s&"\'`<>\\\\[]{16,})',
  email: () =>
    `(?<email>${AT}(?<!(?:\\bgit|//[\\w.+-]{1,64})@)(?<=(?<local>[.+${LETTER}-]{1,64})${AT})(?!\\d+(?:x\\.|\\.\\d))(?:[${LETTER}-]{1,63}\\.){1,8}(?!(?:png|jpe?g|gif|svg|webp|avif|ico|css|[cm]?[jt]sx?|json|map|html?|woff2?|mp[34]|pdf)(?!\\w))[a-z]{2,24}(?!-?\\w))`,
  card: () =>
    '(?<![\\w.]|[\\da-f]{4}-)(?<card>[2-6]\\d{3}(?<gap>[ ._+-]{0,2}|%20)(?:\\d{4}\\k<gap>\\d{4}\\k<gap>\\d{4}(?:\\k<gap>\\d{3})?|\\d{6}\\k<gap>\\d{4,5}))(?!\\w)',
  iban: () => '(?<iban>[a-z]{2}\\d\\d(?: ?[a-z\\d]{4}){2,7}(?: ?[a-z\\d]{1,3})?)(?![a-z\\d])',
  ssn: () => '(?<ssn>(?<!\\w-?|\\d\\.)(?!000|666|9)\\d{3}-(?!00)\\d\\d-(?!0000)\\d{4})(?!-?\\w)',
};

/** What a match must also pass: how much of it is the secret, 0 when it only looks like one. */
export const PATTERN_CHECKS: {
  readonly [Rule in RedactionRule]?: (found: string, before: string) => number;
} = {
  api_key: (found, before) =>
    endsWord(before) && !/^(?:akia|asia|sk[\da-f])/.test(found) ? found.length : 0,
  basic: isBasicCredential,
  card: isPaymentCard,
  iban: (found, before) => (endsWord(before) ? lengthOfIban(found) : 0),
};

/** Percent-encoded characters and the escapes of control characters end in letters, too. */
function endsWord(before: string): boolean {
  return /(?:^|[^a-z\d]|%[\da-f]{2}|\\[nrt])$/i.test(before);
}

/**
 * The expression that finds what the rules name. The group that matched is the rule. Of `secret`, `quote` is
 * what closes the name, and `colon` the sign behind it if it is one; of `email`, `local` stands before it.
 */
export function secretsExpression(
  rules: readonly RedactionRule[],
  ownNames?: readonly (string | RegExp)[],
): RegExp {
  return new RegExp(rules.map((rule) => PATTERNS[rule](ownNames)).join('|') || '[]', 'gi');
}
