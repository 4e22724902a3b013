/** All commands as they are in a channel that has Augie's own datasets. */
import { datasetChoices, loadCommands } from '../../src/app.ts';
import { commandsAt } from '../../src/chat/command.ts';
import { small } from '../datasets/catalogs.ts';

export const commands = commandsAt(await loadCommands(), 'test:class', datasetChoices(small));
