interface Yielding {
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

/** Lets the page go on with what is more urgent: input, frames. */
export function nextTask(): Promise<void> {
  const { scheduler } = globalThis as Yielding;
  return (
    scheduler?.yield?.() ??
    new Promise((resolve) => {
      setTimeout(resolve, 0);
    })
  );
}
