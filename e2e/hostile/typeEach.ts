import type { Locator } from 'playwright';

/**
 * Puts one text after another into an input, as pasting does, and waits for the frame that shows it.
 *
 * @returns what the elements that match said meanwhile, each thing once
 */
export async function typeEach(
  input: Locator,
  texts: readonly string[],
  watched: string,
): Promise<ReadonlySet<string>> {
  const said = await input.evaluate(
    async (element: HTMLInputElement, { given, selector }) => {
      // React listens to the property as well, and takes a change that it saw for its own.
      const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      const seen = new Set<string>();
      element.focus();
      for (const text of given) {
        own?.set?.call(element, text);
        element.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        for (const { textContent } of document.querySelectorAll(selector)) seen.add(textContent);
      }
      return [...seen];
    },
    { given: texts, selector: watched },
  );
  return new Set(said);
}
