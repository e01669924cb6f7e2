/** Suspends in the first run, restores in the second, and so on, so that every run has something to change. */
export function alternatingStatus(round: number): object {
  return {
    changeType: 'statusupdate',
    statusUpdate: { targetStatus: round % 2 === 0 ? 'suspend' : 'restore' },
  };
}
