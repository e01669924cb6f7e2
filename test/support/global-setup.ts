import type { TestProject } from 'vitest/node';
import { startTestServers } from './test-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    templateName: string;
    temporalAddress: string;
  }
}

/** Starts the servers once for a run and tells the test files where they are. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startTestServers(process.env);
  project.provide('adminUrl', servers.adminUrl);
  project.provide('templateName', servers.templateName);
  project.provide('temporalAddress', servers.temporalAddress);
  return servers.stop;
}
