/** The shell keeps the contract of platforms. */
import { platformContract } from './contract.ts';
import { openShell } from './shell.ts';

platformContract('shell', openShell);
