import { MAX_ARRAY_LENGTH, MAX_ENTRY_KEYS, MAX_OBJECT_KEYS } from '@tailrace/protocol';

/** Says which object or array of a parsed value has too many members, if one has. The depth is limited before. */
export function sizeProblem(value: unknown): string | undefined {
  let keys = 0;

  function visit(part: unknown): string | undefined {
    if (typeof part !== 'object' || part === null) return undefined;
    const members = Object.values(part);
    if (Array.isArray(part)) {
      if (members.length > MAX_ARRAY_LENGTH) return `An array has at most ${MAX_ARRAY_LENGTH} elements`;
    } else {
      keys += members.length;
      if (members.length > MAX_OBJECT_KEYS) return `An object has at most ${MAX_OBJECT_KEYS} keys`;
      if (keys > MAX_ENTRY_KEYS) return `An entry has at most ${MAX_ENTRY_KEYS} keys in all`;
    }
    for (const member of members) {
      const problem = visit(member);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  return visit(value);
}
