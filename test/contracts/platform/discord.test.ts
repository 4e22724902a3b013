/** Discord keeps the contract of platforms. */
import { platformContract } from './contract.ts';
import { openDiscord } from './discord.ts';

platformContract('discord', openDiscord);
