import { withConnection } from './short-connection.ts';
import type { StackFile } from './stack-file.ts';

const sampleDevices = 3;

interface Sample {
  serviceProviderId: string;
  iccids: string[];
}

/** What a person wants to know when everything is up: addresses, and commands to paste that do something at once. */
export async function describeStack(stack: StackFile): Promise<string> {
  const sample = await findSample(stack);
  const simulators = Object.entries(stack.simulators).map(
    ([name, url]) => `  ${`simulator ${name}`.padEnd(22)}${url}`,
  );
  return [
    '',
    'Millpond is running.',
    `  ${'API'.padEnd(22)}${stack.apiUrl}`,
    `  ${'API documentation'.padEnd(22)}${stack.docsUrl}`,
    `  ${'Temporal Web UI'.padEnd(22)}${stack.temporalUiUrl}`,
    `  ${'PostgreSQL'.padEnd(22)}${withoutPassword(stack.databaseUrl)}`,
    ...simulators,
    '  Everything above, the password, the API tokens and the process ids are in stack.json of the data folder (.data); the logs are beside it.',
    '',
    'Try it from another terminal:',
    '',
    ...tryLines(stack, sample),
    '',
    'Ctrl-C stops everything; the data stays.',
    '',
  ].join('\n');
}

function tryLines(stack: StackFile, sample: Sample | undefined): string[] {
  const authorization = `-H "Authorization: Bearer $TOKEN"`;
  const lines = [
    `  TOKEN=${stack.tokens.operator}`,
    `  curl -s ${authorization} '${stack.apiUrl}/v1/bulk-changes?limit=5'`,
  ];
  if (sample === undefined) return lines;
  const body = JSON.stringify({
    serviceProviderId: sample.serviceProviderId,
    changeType: 'statusupdate',
    processChanges: true,
    devices: sample.iccids,
    statusUpdate: { targetStatus: 'suspend' },
  });
  return [
    ...lines,
    `  curl -s ${authorization} -H 'Content-Type: application/json' ${stack.apiUrl}/v1/bulk-changes \\`,
    `    -d '${body}'`,
  ];
}

/** A few active devices of one provider of the operator's tenant, found by the operator's token. */
function findSample(stack: StackFile): Promise<Sample | undefined> {
  return withConnection(stack.databaseUrl, async (client) => {
    const { rows } = await client.query<{ service_provider_id: string; iccid: string }>(
      `select d.service_provider_id, d.iccid
         from devices d
         join service_providers p on p.tenant_id = d.tenant_id and p.id = d.service_provider_id
         join api_tokens t on t.tenant_id = d.tenant_id
        where t.token_sha256 = sha256($1::text::bytea) and p.integration = 'JASPER' and d.status = 'active'
          and d.archived_at is null
        order by d.id limit $2`,
      [stack.tokens.operator, sampleDevices],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    return { serviceProviderId: first.service_provider_id, iccids: rows.map((row) => row.iccid) };
  });
}

/** An address to read on a terminal: the password stands in stack.json only. */
function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
