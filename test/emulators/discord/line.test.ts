/** Command lines as a person types them on the page. */
import { describe, expect, it } from 'vitest';
import { readLine, runnables } from './line.ts';

const commands = runnables([
  { type: 1, id: '1', name: 'help', description: 'Help' },
  {
    type: 1,
    id: '2',
    name: 'experiment',
    description: 'Experiments',
    options: [
      {
        type: 1,
        name: 'run',
        description: 'Run one',
        options: [
          { type: 10, name: 'fraction', description: 'How much' },
          { type: 3, name: 'title', description: 'Its name' },
          {
            type: 3,
            name: 'policy',
            description: 'Which',
            choices: [{ name: 'Flip sideways', value: 'flip' }],
          },
          { type: 5, name: 'loud', description: 'Tell all' },
          { type: 6, name: 'with', description: 'Whom' },
          { type: 11, name: 'picture', description: 'Of your own' },
        ],
      },
    ],
  },
]);
const people = [{ id: '7', name: 'Lena' }];
const read = (line: string, picture?: Parameters<typeof readLine>[2]) =>
  readLine(line, commands, picture, people);

describe('a line', () => {
  it('is read by the types of the options, values with spaces and colons included', () => {
    const line = '/experiment run fraction:0.2 title:flip: a try policy:Flip sideways loud:True with:@lena';
    expect(read(line).values).toEqual({
      fraction: 0.2,
      title: 'flip: a try',
      policy: 'flip',
      loud: true,
      with: '7',
    });
    expect(read(line).command.name).toBe('experiment run');
  });

  it('takes the picture that was attached', () => {
    const picture = { name: 'a.png', bytes: new Uint8Array(1) };
    expect(read('/experiment run', picture).values).toEqual({ picture });
    expect(read('/help', picture).values).toEqual({});
  });

  it('is refused where it is no command, or is not made of options', () => {
    expect(() => read('/experiment')).toThrow('no command that begins "/experiment"');
    expect(() => read('/help me')).toThrow('"me" is not of the form');
  });
});
