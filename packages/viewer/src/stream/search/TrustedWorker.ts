/** What a page with Trusted Types must allow, for patterns to be searched for: `trusted-types tailrace`. */
const POLICY_NAME = 'tailrace';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): URL };
}

/** The page's policy for the worker; it may be made once only. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * `Worker`, also in pages that load scripts only from where a policy of theirs says. A constructor, since
 * bundlers look for `new Worker(new URL(…))`; and no class, since `Worker` is not everywhere.
 *
 * @throws {TypeError} where the page does not allow the policy
 */
export const TrustedWorker = function createTrustedWorker(url: URL, options: WorkerOptions) {
  return new globalThis.Worker(trusted(url), options);
} as unknown as new (url: URL, options: WorkerOptions) => Worker;

function trusted(url: URL): URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy(POLICY_NAME, { createScriptURL: (text) => text });
  return policy.createScriptURL(url.href);
}
