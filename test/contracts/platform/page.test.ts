/** The classroom page keeps the contract of platforms. */
import { platformContract } from './contract.ts';
import { openPage } from './page.ts';

platformContract('page', openPage);
