import type { DefineCommand } from './cli.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<DefineCommand>;
}

/** Every command, in the order of the help. Each is loaded only when it is called, so that the program starts fast. */
export const COMMAND_ENTRIES: readonly CommandEntry[] = [
  {
    name: 'submit',
    summary: 'submit a change from a file of devices (CSV, XLSX) or a request (JSON)',
    load: async () => (await import('./commands/submit.ts')).defineSubmit,
  },
  {
    name: 'template',
    summary: 'save an empty file with the columns of a change type',
    load: async () => (await import('./commands/template.ts')).defineTemplate,
  },
  {
    name: 'plan',
    summary: 'show what a change will do to each device',
    load: async () => (await import('./commands/plan.ts')).definePlan,
  },
  {
    name: 'process',
    summary: 'start a change that was submitted with --hold',
    load: async () => (await import('./commands/process.ts')).defineProcess,
  },
  {
    name: 'approve',
    summary: 'let a change go that somebody else has submitted',
    load: async () => (await import('./commands/approve.ts')).defineApprove,
  },
  {
    name: 'reject',
    summary: 'end a change that waits for approval',
    load: async () => (await import('./commands/reject.ts')).defineReject,
  },
  {
    name: 'watch',
    summary: 'follow a change until it ends',
    load: async () => (await import('./commands/watch.ts')).defineWatch,
  },
  {
    name: 'list',
    summary: 'list changes, newest first',
    load: async () => (await import('./commands/list.ts')).defineList,
  },
  {
    name: 'show',
    summary: 'show one change',
    load: async () => (await import('./commands/show.ts')).defineShow,
  },
  {
    name: 'devices',
    summary: 'list the devices of a change with their outcomes',
    load: async () => (await import('./commands/devices.ts')).defineDevices,
  },
  {
    name: 'errors',
    summary: 'show why devices of a change failed, or save them as a file to correct',
    load: async () => (await import('./commands/errors.ts')).defineErrors,
  },
  {
    name: 'logs',
    summary: 'show the calls that a change has made to carriers',
    load: async () => (await import('./commands/logs.ts')).defineLogs,
  },
  {
    name: 'export',
    summary: 'save the outcome of every device of a change',
    load: async () => (await import('./commands/export.ts')).defineExport,
  },
  {
    name: 'pause',
    summary: 'begin no further device until the change is resumed',
    load: async () => (await import('./commands/pause.ts')).definePause,
  },
  {
    name: 'resume',
    summary: 'go on with a paused change',
    load: async () => (await import('./commands/resume.ts')).defineResume,
  },
  {
    name: 'promote',
    summary: 'let the next wave of a change begin',
    load: async () => (await import('./commands/promote.ts')).definePromote,
  },
  {
    name: 'reschedule',
    summary: 'move the date of a change that has not begun',
    load: async () => (await import('./commands/reschedule.ts')).defineReschedule,
  },
  {
    name: 'cancel',
    summary: 'start no further device of a change',
    load: async () => (await import('./commands/cancel.ts')).defineCancel,
  },
  {
    name: 'retry',
    summary: 'try failed and unknown devices of a change again',
    load: async () => (await import('./commands/retry.ts')).defineRetry,
  },
  {
    name: 'undo',
    summary: 'take a finished change back with a new change',
    load: async () => (await import('./commands/undo.ts')).defineUndo,
  },
  {
    name: 'resubmit',
    summary: 'submit the request of a finished change once more',
    load: async () => (await import('./commands/resubmit.ts')).defineResubmit,
  },
  {
    name: 'providers',
    summary: 'list the service providers',
    load: async () => (await import('./commands/providers.ts')).defineProviders,
  },
  {
    name: 'sync',
    summary: 'compare the devices of a service provider with its carrier',
    load: async () => (await import('./commands/sync.ts')).defineSync,
  },
  {
    name: 'tokens',
    summary: 'list, create and revoke API tokens',
    load: async () => (await import('./commands/tokens.ts')).defineTokens,
  },
  {
    name: 'config',
    summary: 'keep the address and the token of the API',
    load: async () => (await import('./commands/config.ts')).defineConfig,
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands in your shell',
    load: async () => (await import('./commands/completion.ts')).defineCompletion,
  },
];
