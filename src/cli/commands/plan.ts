import type { Command } from 'commander';
import type { z } from 'zod';
import type { PlanItem, planSchema } from '../../api/contracts/plan.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { printFacts } from '../output/facts.ts';
import { printTable, type Column } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { durationText } from '../output/time-text.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { EXAMPLE_ID, examples } from './examples.ts';
import { limitOption } from './number-option.ts';

type Plan = z.output<typeof planSchema>;

const COLUMNS: readonly Column<PlanItem>[] = [
  { title: 'ROW', text: ({ rowNumber }) => rowNumber, align: 'right' },
  { title: 'DEVICE', text: ({ identifier }) => identifier },
  { title: 'CALLS', text: ({ carrierCalls }) => carrierCalls, align: 'right' },
  { title: 'BEFORE -> AFTER', text: effectText, colour: ({ after }) => (after === null ? 'red' : undefined) },
  { title: 'NOTE', text: noteText, colour: () => 'yellow' },
];

export function definePlan(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addOption(limitOption(20))
    .addHelpText('after', examples(`millpond plan ${EXAMPLE_ID}`, `millpond plan ${EXAMPLE_ID} --limit 1000`))
    .action(async (id: string, { limit }: { limit: number }) => {
      const { api, json } = await cli.connect(command);
      // Only a first page tells the totals.
      const totals = await api.get<Plan>(changePath(id, 'plan'), { limit: 1 });
      const page = await collectPages<PlanItem>(api, changePath(id, 'plan'), {}, limit);
      const plan = { ...totals, ...page };
      if (json) cli.terminal.print(JSON.stringify(plan, null, 2));
      else printPlan(cli.terminal, id, plan);
    });
}

function printPlan(
  terminal: Terminal,
  id: string,
  plan: Omit<Plan, 'items'> & { readonly items: readonly PlanItem[] },
): void {
  const seconds = plan.estimatedSeconds;
  printFacts(terminal, [
    ['Plan hash', plan.planHash],
    ['Devices', `${String(plan.total)}, of which ${String(plan.refused ?? 0)} are refused`],
    [
      'Carrier calls',
      `${String(plan.carrierCalls.total ?? 0)} (${String(plan.carrierCalls.perDevice)} a device)`,
    ],
    ['At least', seconds === null ? null : durationText(seconds * 1_000)],
    ['Irreversible', plan.irreversible],
  ]);
  terminal.print('');
  printTable(terminal, COLUMNS, plan.items, 'The plan names no device.');
  if (plan.nextCursor !== null) terminal.say('There are more: --limit shows more of them.');
  terminal.say(`To start it as it stands here: millpond process ${id} --plan-hash ${plan.planHash}`);
}

function effectText({ before, after, refusal }: PlanItem): string {
  if (after === null) return `refused: ${refusal?.detail ?? refusal?.code ?? 'no reason is known'}`;
  const changed = Object.entries(after).filter(([name, value]) => !isSame(before?.[name], value));
  if (changed.length === 0) return 'as it is';
  return changed
    .map(([name, value]) => `${name}: ${valueText(before?.[name])} -> ${valueText(value)}`)
    .join(', ');
}

function noteText({ conflicts, irreversibleReason, reversible }: PlanItem): string {
  const others = conflicts.map(({ bulkChangeId }) => bulkChangeId).join(', ');
  return [
    ...(reversible === false ? [`cannot be taken back: ${irreversibleReason ?? ''}`] : []),
    ...(others === '' ? [] : [`also in ${others}`]),
  ].join('; ');
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
