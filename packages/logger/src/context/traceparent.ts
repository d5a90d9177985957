/** Where in a trace something stands. */
export interface TraceIds {
  /** 32 lower-case hexadecimal digits, not all zeros. */
  readonly trace_id: string;
  /** 16 lower-case hexadecimal digits, not all zeros. */
  readonly span_id: string;
}

/** What a `traceparent` header says. */
export interface Traceparent extends TraceIds {
  /** Whether the caller may have recorded the trace. */
  readonly sampled: boolean;
}

const SAMPLED = 0x01;
/** Version 255 is invalid, ids of zeros only are none (W3C Trace Context 3.2). */
const TRACEPARENT =
  /^(?!ff)(?<version>[\da-f]{2})-(?!0{32})(?<traceId>[\da-f]{32})-(?!0{16})(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<rest>-.*)?$/;

/**
 * Reads a `traceparent` header (W3C Trace Context), strictly. Of versions to come it reads what this version
 * knows, as the specification asks for.
 *
 * @returns `undefined` when it is not valid, and a new trace has to begin
 * @example
 * const trace = parseTraceparent(document.querySelector<HTMLMetaElement>('meta[name=traceparent]')?.content);
 * const scope = createScope({}, { trace });
 */
export function parseTraceparent(header: string | null | undefined): Traceparent | undefined {
  const { version, traceId, spanId, flags, rest } = TRACEPARENT.exec(header ?? '')?.groups ?? {};
  if (!traceId || !spanId || (version === '00' && rest !== undefined)) return undefined;
  return { trace_id: traceId, span_id: spanId, sampled: (Number.parseInt(flags!, 16) & SAMPLED) !== 0 };
}

/**
 * Prints a `traceparent` header, version 00.
 *
 * @param trace `span_id` is that of the caller; `sampled` is true unless it is said not to be
 * @returns `undefined` when an id is not valid, for a header that says so is worse than none
 * @example
 * headers.set('traceparent', formatTraceparent({ trace_id: createTraceId(), span_id: createSpanId() })!);
 */
export function formatTraceparent(
  trace: TraceIds & { readonly sampled?: boolean | undefined },
): string | undefined {
  const header = `00-${trace.trace_id}-${trace.span_id}-${trace.sampled === false ? '00' : '01'}`;
  return parseTraceparent(header) && header;
}
