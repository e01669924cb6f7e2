import { defineLetGo } from './let-go.ts';

export const defineApprove = defineLetGo('approve');
