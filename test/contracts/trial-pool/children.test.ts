/** The contract of TrialPool, held by child processes. */
import { openChildren } from '../../training/children.ts';
import { trialPoolContract } from './contract.ts';

trialPoolContract({ open: openChildren });
