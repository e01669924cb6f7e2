import { runProgram } from '../frame/run-program.ts';
import { startJasperSimulator } from './start-jasper-simulator.ts';

await runProgram(process, startJasperSimulator);
