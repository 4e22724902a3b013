/** How a command is declared, and the services that it gets from each subject. */
import type { Command, NamedCommand } from './chat/command.ts';
import type { Options } from './chat/option.ts';
import type { SettingsRepository, TeacherRepository } from './chat/ports.ts';
import type { DatasetInfos } from './datasets/catalog.ts';
import type { Experiments } from './experiments/experiments.ts';
import type { NetworkAnswers } from './experiments/network-answers.ts';
import type { Predictions } from './predictions/predictions.ts';
import type { Previews } from './previews/previews.ts';
import type { Privacy } from './privacy/service.ts';
import type { Quizzes } from './quiz/quizzes.ts';

/** What trains the networks here. */
export interface Machine {
  /** E.g. `TensorFlow.js 4.22.0 (wasm)`. */
  readonly backend: string;
  readonly trainers: number;
}

export interface Services {
  readonly datasets: DatasetInfos;
  readonly experiments: Experiments;
  readonly networkAnswers: NetworkAnswers;
  readonly predictions: Predictions;
  readonly previews: Previews;
  readonly quizzes: Quizzes;
  readonly privacy: Privacy;
  readonly settings: SettingsRepository;
  readonly teachers: TeacherRepository;
  readonly machine: Machine;
  /** All commands with the choices of a classroom, for /help. */
  commandsAt(classroom: string): readonly NamedCommand<Services>[];
}

/** Declares a command; the path of its file is its name. */
export const defineCommand = <const O extends Options>(command: Command<Services, O>): Command<Services, O> =>
  command;
