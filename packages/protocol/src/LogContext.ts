/**
 * What an entry inherits from the scopes it was logged in: who and what it belongs to.
 * The named fields are those that Tailrace's own queries and pages know; any other field is welcome.
 */
export interface LogContext {
  readonly request_id?: string;
  /** One id for everything that one user action caused, across services. */
  readonly correlation_id?: string;
  readonly organization_id?: string;
  readonly user_id?: string;
  readonly conversation_id?: string;
  readonly job_run_id?: string;
  readonly task_run_id?: string;
  readonly [field: string]: unknown;
}
