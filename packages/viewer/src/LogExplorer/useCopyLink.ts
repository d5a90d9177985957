import { useEffect, useState } from 'react';

/** Milliseconds for which it is said that the link was copied. */
const SAID_MS = 2000;

/** Copies the page's address, which says what is looked at. */
export function useCopyLink(): { readonly isCopied: boolean; readonly copy: () => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    void navigator.clipboard.writeText(location.href).then(
      () => setCopied(true),
      // Where a page may not copy, the address bar still has it.
      () => setCopied(false),
    );
  };
  return { isCopied, copy };
}
