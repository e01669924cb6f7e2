import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { CHANGE_TYPES } from '../../domain/change-type.ts';
import type { Cli } from '../cli.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { ApiUnreachable } from '../http/api-unreachable.ts';
import { prepareSubmission } from '../submit/prepare-submission.ts';
import type { SubmitOptions } from '../submit/submit-options.ts';
import { sayRowReport } from '../submit/say-row-report.ts';
import { showChange } from './act-on-change.ts';
import { choiceOption } from './choice-option.ts';
import { examples } from './examples.ts';
import { countOption } from './number-option.ts';

export function defineSubmit(command: Command, cli: Cli): void {
  command.argument(
    '<file>',
    'devices (.csv, .xlsx), or a request or a list of devices (.json, - for the input)',
  );
  addWhatOptions(command);
  addHowOptions(command);
  command
    .addHelpText(
      'after',
      examples(
        'millpond submit devices.csv --provider "Demo Jasper" --status suspend --watch',
        'millpond submit devices.xlsx --provider "Demo POND" --carrier-rate-plan EU-5MB --effective-date 2026-12-01',
        'millpond submit devices.csv --provider "Demo POND" --customer "Example Logistics" --hold',
        'millpond submit request.json --max-in-flight 50',
        'millpond submit errors.csv    # rows of a failed change, corrected',
      ),
    )
    .action(async (file: string, options: SubmitOptions) => {
      await submit(cli, command, file, options);
    });
}

function addWhatOptions(command: Command): void {
  command
    .option('--provider <name|id>', 'the service provider of the devices')
    .addOption(choiceOption('--type <type>', 'what to change; most options below imply it', CHANGE_TYPES))
    .option('--status, --target-status <status>', 'set this status: active, suspend, restore, deactivate …')
    .option('--reason-code <code>', 'the carrier’s reason for the status')
    .option('--carrier-rate-plan <code>', 'move to this plan of the carrier')
    .option('--comm-plan <name>', 'Jasper: set this communication plan with it')
    .option('--customer-rate-plan <name|id>', 'set this customer rate plan; none clears it')
    .option('--pool <name|id>', 'set this customer rate pool; none clears it')
    .option('--allocation-mb <number>', 'set this data allocation; none clears it')
    .option('--customer <name|id>', 'assign to this customer')
    .option('--rev-customer <id>', 'assign to this customer of the billing system')
    .option('--site <name|id>', 'and to this site of it')
    .option('--effective-date <date>', 'an instant, or a local date or date-time; default: now')
    .option('--time-zone <name>', 'IANA zone of local dates; default: the provider’s')
    .option('--request <file.json>', 'everything else of a request; - for the standard input');
}

function addHowOptions(command: Command): void {
  command
    .option('--hold', 'only store it: look at its plan, then process it')
    .option('--requires-approval', 'a second person has to approve it first')
    .addOption(
      choiceOption('--on-conflict <how>', 'with devices that another change is touching', [
        'queue',
        'reject',
      ]),
    )
    .addOption(countOption('--max-in-flight <number>', 'so many devices at work at once'))
    .option('--watch', 'follow the change until it ends')
    .option('--idempotency-key <key>', 'submit at most once under this key; default: a new one');
}

async function submit(cli: Cli, command: Command, file: string, options: SubmitOptions): Promise<void> {
  const session = await cli.connect(command);
  const idempotencyKey = options.idempotencyKey ?? randomUUID();
  const send = await prepareSubmission(session.api, file, options, cli.signal);
  const answer = await send(idempotencyKey).catch((error: unknown) => {
    if (cli.signal.aborted || mayHaveArrived(error)) {
      cli.terminal.say(
        `It may have been accepted all the same. To be safe, submit it again with --idempotency-key ${idempotencyKey}`,
      );
    }
    throw error;
  });
  if (answer.rowReport !== undefined && !session.json) {
    sayRowReport(cli.terminal, answer.id, answer.rowReport);
  }
  if (options.watch === true && session.json) {
    cli.terminal.print(JSON.stringify({ event: 'submitted', id: answer.id, change: answer }));
  }
  await showChange(cli, session, answer, options.watch);
}

function mayHaveArrived(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof ApiProblem && error.problem.status >= 500);
}
