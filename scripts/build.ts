// `npm run build`: compiles src/ into dist/ and bundles the workflows, so that production neither compiles nor bundles at start.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { projectDirectory } from './project-files.ts';

const output = join(projectDirectory, 'dist');
rmSync(output, { recursive: true, force: true });
const compiler = join(projectDirectory, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '-p', join(projectDirectory, 'tsconfig.build.json')], {
  stdio: 'inherit',
});

const { code } = await bundleWorkflowCode({
  workflowsPath: join(projectDirectory, 'src', 'workflows', 'index.ts'),
});
const bundle = join(output, 'workflow-bundle.js');
writeFileSync(bundle, code);
console.log(`Wrote ${output} and ${bundle} (${String(Math.round(code.length / 1024))} KiB).`);
