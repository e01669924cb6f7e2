import { runProgram } from '../frame/run-program.ts';
import { startThingspaceSimulator } from './start-thingspace-simulator.ts';

await runProgram(process, startThingspaceSimulator);
