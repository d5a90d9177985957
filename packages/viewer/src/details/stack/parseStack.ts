import type { StackFrame } from './StackFrame.ts';

/** `charge@https://shop.example/app.js:88:11`, of Firefox and Safari */
const AT_SIGN = /^\s*([^@\s]{0,500})@(.{1,2000}?):(\d+)(?::(\d+))?\s*$/;
/** `File "payment.py", line 88, in charge` */
const PYTHON = /^\s*File "(.{1,2000}?)", line (\d+)(?:, in (.{1,500}))?\s*$/;
/** Characters of a line that are looked at. */
const MAX_LINE = 3000;

/** A stack in parts: what stands above the frames, and the frames. */
export interface ParsedStack {
  readonly head: string;
  readonly frames: readonly StackFrame[];
}

/** Reads the stacks of browsers, Node, Java and Python; lines that are no frame belong to the one before. */
export function parseStack(stack: string): ParsedStack {
  const head: string[] = [];
  const frames: StackFrame[] = [];
  for (const line of stack.split(/\r?\n/)) {
    const frame = parseFrame(line.slice(0, MAX_LINE));
    const last = frames.at(-1);
    if (frame) frames.push(frame);
    else if (!last) head.push(line);
    else if (line.trim() !== '') frames[frames.length - 1] = { ...last, raw: `${last.raw}\n${line}` };
  }
  return { head: head.join('\n').trim(), frames };
}

function parseFrame(text: string): StackFrame | undefined {
  const raw = text.trim();
  const python = PYTHON.exec(text);
  if (python) return { raw, function: python[3], file: python[1], line: Number(python[2]) };
  const sign = AT_SIGN.exec(text);
  if (sign) return frameOf(raw, sign[1], sign[2], sign[3], sign[4]);
  // `at charge (payment.ts:88:11)`, `at payment.ts:88:11`, `at Checkout.pay(Checkout.java:88)`
  const at = /^\s*at (?:async )?(.+)$/.exec(text)?.[1]?.trim();
  if (at === undefined) return undefined;
  const open = at.endsWith(')') ? at.lastIndexOf('(') : -1;
  const place = open < 0 ? at : at.slice(open + 1, -1);
  const [, file, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place)!;
  // `at new Promise (<anonymous>)`, `at Array.map`
  if (line === undefined && open < 0) return { raw, function: place };
  return frameOf(raw, open < 0 ? undefined : at.slice(0, open), file, line, column);
}

function frameOf(raw: string, name?: string, file?: string, line?: string, column?: string): StackFrame {
  return {
    raw,
    function: name?.trim() || undefined,
    file: file || undefined,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}
