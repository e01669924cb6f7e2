const CODES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

export type Colour = keyof typeof CODES;

/** Colours a text, or leaves it as it is. */
export type Style = (colour: Colour, text: string) => string;

/** Colours are for people at a terminal who have not said NO_COLOR. */
export function createStyle(environment: NodeJS.ProcessEnv, isTerminal: boolean): Style {
  const refused = environment['NO_COLOR'];
  const isPlain = !isTerminal || environment['TERM'] === 'dumb' || (refused !== undefined && refused !== '');
  return (colour, text) => (isPlain || text === '' ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`);
}
