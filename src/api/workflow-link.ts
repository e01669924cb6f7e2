import type { TemporalUi } from './api-app.ts';

export interface WorkflowLink {
  readonly workflowId: string;
  readonly runId: string | null;
  readonly url: string;
}

/** Where a workflow is to be found in the Temporal Web UI; without a run it is the latest of that id. */
export function workflowLink(
  { url, namespace }: TemporalUi,
  workflowId: string,
  runId: string | null,
): WorkflowLink {
  const base = `${url}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
  return { workflowId, runId, url: runId === null ? base : `${base}/${runId}/history` };
}
