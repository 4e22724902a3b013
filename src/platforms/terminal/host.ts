/** What the shell needs from an Augie: its own, or the running server's. */
import type { Dispatch, Platform } from '../../chat/ports.ts';

export interface Host {
  readonly dispatch: Dispatch;
  readonly jobs: {
    cancel(id: number): void;
    /** Resolves when the job has ended or was suspended. */
    settled(id: number): Promise<void>;
  };
  /** From now on, this platform shows the cards of jobs. */
  connect(platform: Platform): void;
  /** Releases the data, or the connection to a server. */
  stop(): Promise<void>;
}
