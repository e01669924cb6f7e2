/** Gives out numbers that no line has. */
export interface SubscriberNumbers {
  next(): string;
  /** Starts again at the first number. */
  restart(): void;
}

/** An area code that nobody has, and the first exchange a number can have in it. */
const first = 5_552_000_001;

/** Creates the source of numbers; those that are taken, by cancelled lines too, are left out. */
export function createSubscriberNumbers(isTaken: (number: string) => boolean): SubscriberNumbers {
  let candidate = first;
  return {
    next: () => {
      while (isTaken(String(candidate))) candidate += 1;
      const number = String(candidate);
      candidate += 1;
      return number;
    },
    restart: () => {
      candidate = first;
    },
  };
}
