interface Connections {
  readonly websocket: number;
  readonly sse: number;
}

/** How many streams a server has open, as far as the asker may know. */
export interface StreamingStatus {
  readonly status: string;
  readonly connections: {
    /** Those that were opened for no job in particular. */
    readonly global: Connections;
    readonly jobs: Readonly<Record<string, Connections>>;
  };
}
