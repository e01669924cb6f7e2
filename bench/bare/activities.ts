export const bareActivities = { nothing: (): Promise<void> => Promise.resolve() };

export type BareActivities = typeof bareActivities;
