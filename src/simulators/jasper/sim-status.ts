/** SIM statuses in the words of the REST interface. */
export const simStatuses = [
  'TEST_READY',
  'INVENTORY',
  'TRIAL',
  'ACTIVATION_READY',
  'ACTIVATED',
  'DEACTIVATED',
  'RETIRED',
  'PURGED',
  'REPLACED',
] as const;

export type SimStatus = (typeof simStatuses)[number];

/** Which status may follow which. An account can have its own matrix, as operators do. */
export type StatusTransitions = Readonly<Partial<Record<SimStatus, readonly SimStatus[]>>>;

/** The moves an ordinary user of an ordinary account may make. */
export const defaultTransitions: StatusTransitions = {
  TEST_READY: ['INVENTORY', 'ACTIVATION_READY', 'ACTIVATED'],
  INVENTORY: ['ACTIVATION_READY', 'ACTIVATED', 'RETIRED'],
  TRIAL: ['ACTIVATED', 'INVENTORY'],
  ACTIVATION_READY: ['ACTIVATED', 'INVENTORY', 'RETIRED'],
  ACTIVATED: ['DEACTIVATED', 'RETIRED'],
  DEACTIVATED: ['ACTIVATED', 'RETIRED'],
};

/** The status that only the operator may set, and from where. */
export const operatorOnlyMove = { from: 'RETIRED', to: 'PURGED' } as const;

/** Whether a text is a SIM status. */
export function isSimStatus(text: string): text is SimStatus {
  return simStatuses.some((status) => status === text);
}
