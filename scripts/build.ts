// `npm run build`: compiles src/ into dist/ and bundles the workflows, so that production neither compiles nor bundles at start.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { projectDirectory } from './project-files.ts';

const output = join(projectDirectory, 'dist');
rmSync(output, { recursive: true, force: true });
const compiler = join(projectDirectory, 'node_modules', 'typescript', 'bin', 'tsc');
const compilation = spawnSync(
  process.execPath,
  [compiler, '-p', join(projectDirectory, 'tsconfig.build.json')],
  { stdio: 'inherit' },
);
if (compilation.status !== 0) {
  console.error('The sources do not compile; the compiler says above where.');
  process.exitCode = 1;
} else {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(projectDirectory, 'src', 'workflows', 'index.ts'),
  });
  const bundle = join(output, 'workflow-bundle.js');
  writeFileSync(bundle, code);
  console.log(
    `Wrote ${output} with the workflows in ${bundle} (${String(Math.round(code.length / 1024))} KiB).`,
  );
}
