import { defineLetGo } from './let-go.ts';

export const defineProcess = defineLetGo('process');
