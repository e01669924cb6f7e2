import { runProgram } from '../frame/run-program.ts';
import { startTelegenceSimulator } from './start-telegence-simulator.ts';

await runProgram(process, startTelegenceSimulator);
