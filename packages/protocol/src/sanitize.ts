export {
  createSanitizer,
  type Finding,
  type LogSanitizer,
  type SanitizerOptions,
  type SanitizerProfile,
} from './LogSanitizer.ts';
export { type OwnPattern } from './ownPatterns.ts';
export { REDACTION_RULES, type RedactionRule } from './sensitivePatterns.ts';
export { sanitizeLine } from './standardSanitizer.ts';
