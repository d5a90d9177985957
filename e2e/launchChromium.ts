import { chromium } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/ensureChromium.mjs';

/** The same browser that the `browser` tests run in. */
export const launchChromium = () =>
  chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
