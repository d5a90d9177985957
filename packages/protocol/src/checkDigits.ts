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
  for (let end = match.length; end > 14; end = match.lastIndexOf(' ', end - 1)) {
    const iban = match.slice(0, end).replaceAll(' ', '');
    let remainder = 0;
    for (const character of iban.slice(4) + iban.slice(0, 4)) {
      const value = parseInt(character, 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    if (remainder === 1 && !/[a-z]/.test(iban)) return end;
  }
  return 0;
}

/** The length of the match if it is `user:password` in Base64: "Basic JavaScript" is not. */
export function isBasicCredential(match: string): number {
  try {
    // oxlint-disable-next-line no-control-regex -- text has none, and what is not text is no credential.
    return /^[^\0-\x1f:]*:[^\0-\x1f]*$/.test(platform.atob(match)) ? match.length : 0;
  } catch {
    // Not Base64, and so a word.
    return 0;
  }
}
