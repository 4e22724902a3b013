/** What the shell needs of an Augie: one in its own process, or the server that has the data already. */
import type { Dispatch, Platform } from '../../chat/ports.ts';

export interface Host {
  readonly dispatch: Dispatch;
  readonly jobs: {
    cancel(id: number): void;
    /** Resolves when the job has ended or was suspended. */
    settled(id: number): Promise<void>;
  };
  /** The cards of jobs are shown by it from now on. */
  connect(platform: Platform): void;
  /** Lets go of the data; of a server's only the connection. */
  stop(): Promise<void>;
}
