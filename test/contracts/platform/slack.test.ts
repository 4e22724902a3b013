/** Slack keeps the contract of platforms. */
import { platformContract } from './contract.ts';
import { openSlack } from './slack.ts';

platformContract('slack', openSlack);
