import type { Decorator } from '@storybook/react-vite';

/** Shows a story as wide as a phone. */
export const onPhone: Decorator = (Story) => (
  <div style={{ maxInlineSize: 360 }}>
    <Story />
  </div>
);

/** Shows a story on a page that is written from right to left. */
export const fromRightToLeft: Decorator = (Story) => (
  <div dir="rtl">
    <Story />
  </div>
);
