import { runProgram } from '../frame/run-program.ts';
import { startPondSimulator } from './start-pond-simulator.ts';

await runProgram(process, startPondSimulator);
