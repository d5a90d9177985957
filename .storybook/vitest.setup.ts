/// <reference types="@vitest/browser-playwright" />
import { configure } from 'storybook/test';
import { cdp } from 'vitest/browser';
import './emulatedMedia.ts';

// A machine may be as slow as it is.
configure({ asyncUtilTimeout: 15_000 });

globalThis.emulateMediaFeatures = async (features) => {
  await cdp().send('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
};
