/**
 * Prints what a field is compared with as the filter language writes it: bare where it reads back as itself.
 *
 * @example
 * const filter = `job_run_id:${printValue('nightly import')}`; // 'job_run_id:"nightly import"'
 */
export function printValue(value: string): string {
  if (/^[^\s"()*\\<>[{/-][^\s"()*\\]*$/.test(value)) return value;
  return quoted(value);
}

export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
