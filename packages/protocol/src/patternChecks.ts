/** Both `atob` of browsers and of Node; this package is typed without either. */
const platform = globalThis as unknown as { readonly atob: (base64: string) => string };

/** First digits and lengths of the networks that issue cards. */
const ISSUERS = /^(?:4\d{15}(?:\d{3})?|(?:5[1-5]|2[2-7]|35|6[0245])\d{14}|3[47]\d{13}|3[068]\d{12})$/;

/** The length of the match if it is a payment card's number: digits of an issuer, and Luhn's sum. */
export function isPaymentCard(match: string): number {
  const digits = match.replace(/%20|\D/g, '');
  let sum = 0;
  for (let i = 1; i <= digits.length; i += 1) {
    const product = Number(digits.at(-i)) * (2 - (i % 2));
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0 && ISSUERS.test(digits) ? match.length : 0;
}

/** How much of the match is an IBAN (ISO 13616): words in capitals that follow it look like its last groups. */
export function lengthOfIban(match: string): number {
  if (/[a-z]/.test(match)) return 0;
  let length = 0;
  let remainder = 0;
  for (let i = 4; i < match.length; i += 1) {
    if (match[i] === ' ') continue;
    remainder = appendToRemainder(remainder, match, i);
    if (i < 14 || (i + 1 < match.length && match[i + 1] !== ' ')) continue;
    // The sum goes over the first four characters last.
    if ([0, 1, 2, 3].reduce((sum, at) => appendToRemainder(sum, match, at), remainder) === 1) length = i + 1;
  }
  return length;
}

/** Letters count as two digits: A is 10. */
function appendToRemainder(remainder: number, text: string, at: number): number {
  const code = text.charCodeAt(at);
  return (code > 57 ? remainder * 100 + code - 55 : remainder * 10 + code - 48) % 97;
}

/** The length of the match if it is `user:password` in Base64: "Basic JavaScript" is not. */
export function isBasicCredential(match: string): number {
  // What `atob` would throw at: exceptions are slow, and a text may be full of such words.
  const rest = match.length % 4;
  if (match.endsWith('=') ? rest > 0 : rest === 1) return 0;
  // oxlint-disable-next-line no-control-regex -- text has none, and what is not text is no credential.
  return /^[^\0-\x1f:]*:[^\0-\x1f]*$/.test(platform.atob(match)) ? match.length : 0;
}
