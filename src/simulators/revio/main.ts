import { runProgram } from '../frame/run-program.ts';
import { startRevioSimulator } from './start-revio-simulator.ts';

await runProgram(process, startRevioSimulator);
