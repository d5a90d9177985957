/// <reference types="@vitest/browser-playwright" />
import { cdp } from 'vitest/browser';
import './emulatedMedia.ts';

globalThis.emulateMediaFeatures = async (features) => {
  await cdp().send('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
};
