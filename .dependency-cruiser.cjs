/**
 * Which folder may import which, so that the layers of docs/architecture.md stay true. Each rule names a folder and lists all it
 * may import of ours; `import type` counts only where a rule says so.
 */
const mayImportOnly = (folder, allowed, extra = {}) => ({
  name: extra.dependencyTypesNot
    ? `${folder}-runs-only-its-own-layers`
    : `${folder}-imports-only-its-own-layers`,
  severity: 'error',
  comment: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}.`,
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((name) => `^src/${name}`)], ...extra },
});

/** A layer that may know the types of another one, but not run its code. */
const atRunTime = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    {
      name: 'no-circular-imports',
      severity: 'error',
      comment: 'Two files that need each other are one file, or miss a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    mayImportOnly('domain', []),
    mayImportOnly('platform', ['domain/']),
    mayImportOnly('carriers', ['domain/', 'platform/']),
    mayImportOnly('billing', ['domain/', 'platform/', 'carriers/[^/]+\\.ts$']),
    mayImportOnly('db', ['domain/', 'platform/']),
    mayImportOnly('activities', ['domain/', 'platform/', 'carriers/', 'billing/', 'db/']),
    mayImportOnly('workflows', ['domain/'], atRunTime),
    mayImportOnly('workflows', ['domain/', 'activities/']),
    mayImportOnly('api', ['domain/', 'platform/', 'db/'], atRunTime),
    mayImportOnly('api', ['domain/', 'platform/', 'db/', 'workflows/']),
    mayImportOnly('worker', ['domain/', 'platform/', 'carriers/', 'billing/', 'db/', 'activities/']),
    mayImportOnly('simulators', []),
    // The command line is a caller like any other: of the API it knows the words of its contract, and runs none of its code
    // but the table of what to do about a problem.
    mayImportOnly('cli', ['domain/', 'api/problem-types'], atRunTime),
    mayImportOnly('cli', ['domain/', 'api/contracts/', 'api/problem-types']),
    {
      name: 'carriers-do-not-know-each-other',
      severity: 'error',
      comment: 'What two carriers share belongs to src/carriers itself.',
      from: { path: '^src/carriers/([^/]+)/' },
      to: { path: '^src/carriers/[^/]+/', pathNot: '^src/carriers/$1/' },
    },
    {
      name: 'simulators-do-not-know-each-other',
      severity: 'error',
      comment: 'What simulators share belongs to src/simulators/frame.',
      from: { path: '^src/simulators/([^/]+)/', pathNot: '^src/simulators/frame/' },
      to: { path: '^src/simulators/[^/]+/', pathNot: ['^src/simulators/$1/', '^src/simulators/frame/'] },
    },
    {
      name: 'only-db-uses-the-database',
      severity: 'error',
      comment:
        'Queries live in src/db, where every one is bound to a tenant. The sandbox makes databases and may look into them.',
      from: { path: '^src/', pathNot: '^src/(db|dev)/' },
      to: { path: ['^node_modules/(pg|@prisma)/', '^src/db/generated/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-workflow-code-outside-the-bundle',
      severity: 'error',
      comment: 'Workflows run in the sandbox of the bundler only.',
      from: { path: '^src/', pathNot: '^src/workflows/' },
      to: {
        path: ['^src/workflows/', '^node_modules/@temporalio/workflow/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-missing-files',
      severity: 'error',
      comment: 'An import that leads nowhere.',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      comment: 'A package that package.json does not list arrives by chance.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-production',
      severity: 'error',
      comment: 'Production installs without devDependencies.',
      from: { path: '^src/', pathNot: '^src/dev/' },
      to: {
        dependencyTypes: ['npm-dev'],
        pathNot: '^node_modules/@types/',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'src/db/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
