/** Puts Augie together: the only file that knows every implementation. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createCharts } from './charts/create.ts';
import { type Assist, createAssist } from './chat/assist.ts';
import { type Command, commandsAt, type NamedCommand } from './chat/command.ts';
import { createDispatch } from './chat/dispatch.ts';
import { type FollowJob, followJob } from './chat/live-card.ts';
import type { ChoicesAt } from './chat/option.ts';
import type { Posted } from './chat/place.ts';
import type {
  ClassroomOf,
  Dispatch,
  FactsOf,
  FormOf,
  PeopleRepository,
  Platform,
  SettingsRepository,
  TeacherRepository,
  Work,
} from './chat/ports.ts';
import type { Config } from './config.ts';
import { createCatalog, type DatasetCatalog } from './datasets/catalog.ts';
import { once } from './datasets/once.ts';
import type { Services } from './define-command.ts';
import { createAnswers } from './experiments/answers.ts';
import { exampleSheet } from './experiments/answers-sheet.ts';
import { createDemonstrations } from './experiments/demonstrations.ts';
import { experimentKind } from './experiments/find.ts';
import { experimentHandler } from './experiments/job.ts';
import { createNetworkAnswers } from './experiments/network-answers.ts';
import { policyKind } from './experiments/policy-kind.ts';
import { createPrepared } from './experiments/prepared.ts';
import { createExperiments } from './experiments/service.ts';
import { createTrialRunner } from './experiments/trial-runner.ts';
import { createWorkload } from './experiments/workload.ts';
import { localParams, UserError } from './i18n/user-error.ts';
import type { ChartRenderer } from './images/figure.ts';
import { importFolder } from './import-folder.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import type { ClassroomRepository } from './platforms/web/classrooms.ts';
import { predictionAddition } from './predictions/experiment-card.ts';
import { createPredictionRounds } from './predictions/rounds.ts';
import { createPredictions } from './predictions/service.ts';
import { labelKind } from './previews/labels.ts';
import { createSources } from './previews/originals.ts';
import { createPreviews } from './previews/service.ts';
import { createPrivacy } from './privacy/service.ts';
import { finishedIn, hasFinished } from './quiz/content/history.ts';
import { createLibrary } from './quiz/content/library.ts';
import { createQuizzes, quizKind } from './quiz/create.ts';
import { classroomStore } from './store/classrooms.ts';
import { openDatabase } from './store/database.ts';
import { experimentStore } from './store/experiments.ts';
import { jobStore, postStore } from './store/jobs.ts';
import { lockFolder } from './store/lock.ts';
import { peopleStore, settingsStore, teacherStore } from './store/people.ts';
import { classroomFinder } from './store/places.ts';
import { predictionStore } from './store/predictions.ts';
import { privacyStore } from './store/privacy.ts';
import { othersCanUse } from './store/private.ts';
import { questionStore } from './store/questions.ts';
import { quizStore } from './store/quiz.ts';
import { trialStore } from './store/trials.ts';
import { type Clock, systemClock } from './time/clock.ts';
import { createPool } from './training/pool.ts';
import { chooseBackend } from './training/probe.ts';
import { backendTitle } from './training/trial.ts';

export interface AppParts {
  readonly config: Config;
  /** The folder that holds data/; ends with a slash. */
  readonly root: string;
  /** Who this is, to tell another process that finds the data folder taken. */
  readonly who: string;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface App {
  readonly dispatch: Dispatch;
  readonly jobs: Jobs;
  readonly charts: ChartRenderer;
  /** E.g. `TensorFlow.js 4.22.0 (wasm)`. */
  readonly backend: string;
  /** Whether other users of this computer can read the data, and Augie cannot prevent it. Augie says so at start. */
  readonly exposed: boolean;
  /** What platforms are made from. */
  readonly chat: {
    readonly classrooms: ClassroomRepository;
    readonly classroomOf: ClassroomOf;
    readonly settings: SettingsRepository;
    readonly people: PeopleRepository;
    readonly teachers: TeacherRepository;
    /** What goes on in a message. */
    readonly workIn: (message: Posted) => Work | undefined;
    readonly commands: readonly NamedCommand<Services>[];
    readonly assist: Assist;
    readonly form: FormOf;
    readonly clock: Clock;
  };
  /** From now on, jobs post and edit through this platform. */
  connect(platform: Platform): void;
  /** Starts the trainers before anybody asks, so that the first points of an experiment come sooner. */
  warm(): void;
  /** Suspends running jobs, ends the trainers and releases the data folder. */
  stop(): Promise<void>;
}

/** How long people can answer the question before a long run. */
const PROPOSAL_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Takes the data folder and wires everything. Throws UserError when the folder or the backend is not available. */
export async function createApp({ config, root, who, log, clock = systemClock }: AppParts): Promise<App> {
  const folder = join(root, 'data');
  const datasets = await createCatalog(config.datasets);
  const backend = await chooseBackend(config.backend);
  const unlock = lockFolder(config.data, who);
  const db = openDatabase(config.data);
  datasets.tidy();
  const [experiments, trials, posts] = [experimentStore(db), trialStore(db, config.room), postStore(db)];
  const classroomOf = classroomFinder(db);
  const predictions = predictionStore(db);
  const questions = questionStore(db);
  const rounds = createPredictionRounds({ predictions, clock });
  const pool = createPool({
    size: config.trainers,
    backend: backend.name,
    datasets: datasets.source,
    log: (message, details) => log.debug(details, message),
  });
  const workload = createWorkload(pool.size, trials);
  const runner = createTrialRunner({ pool, trials, workload, datasets, clock });
  const charts = createCharts(config.quickchart, (details, message) => log.warn(details, message));
  const platforms: Platform[] = [];
  const factsOf: FactsOf = (place) => platforms.find(({ name }) => name === place.platform)?.facts;
  const now = () => clock.now();

  const follow: FollowJob = (job, draw) =>
    followJob(job, draw, {
      posts,
      platforms,
      clock,
      onError: (error) => log.warn({ err: error, job }, 'a card could not be shown'),
    });
  const addition = predictionAddition(predictions, rounds);
  // Everything that shows images shares one copy of a dataset.
  const read = { ...datasets, load: once(datasets.load) };
  const answers = createAnswers({ experiments, trials, datasets: read });
  const service = createExperiments({
    experiments,
    questions,
    addition,
    demonstrations: createDemonstrations({
      prepared: createPrepared(join(folder, 'demonstrations')),
      datasets,
      trials,
      theme: config.theme,
    }),
    workload,
    datasets,
    backend,
    theme: config.theme,
    clock,
    budget: config.budget,
    cancelJob: (job) => jobs.cancel(job),
    // If images cannot be shown, e.g. because a file is missing, the card still has the result.
    examples: (experiment, t) =>
      exampleSheet(experiment, answers, config.theme, t).catch((error: unknown) => {
        log.warn({ err: error, experiment: experiment.id }, 'examples could not be shown');
        return undefined;
      }),
    warm: (dataset) => void pool.warm(dataset),
  });
  const settings = settingsStore(db);
  const sources = createSources(folder, read);
  const quizzes = createQuizzes({
    quizzes: quizStore(db),
    library: createLibrary(folder),
    finished: (classroom) => finishedIn(experiments, { datasets, questions }, classroom),
    hasFinished: (classroom) => hasFinished(experiments, classroom),
    settings,
    clock,
    theme: config.theme,
    sources,
    platforms,
    follow,
    onError: (error) => log.warn({ err: error }, 'a person could not be told'),
  });
  const jobs = createJobs({
    repository: jobStore(db),
    handlers: {
      experiment: experimentHandler({
        experiments,
        addition,
        runner,
        workload,
        datasets,
        clock,
        follow,
        card: service.card,
      }),
      round: quizzes.handle,
    },
    owner: randomUUID(),
    clock,
    onPause: (job, error) => log.warn({ job, problem: error.key, ...localParams(error) }, 'a job pauses'),
    onEnd: (job, state) => log.info({ job, state }, 'a job ended'),
    onFault(job, error) {
      // A UserError is already on the card, and is not a fault.
      const level = error instanceof UserError ? 'info' : 'error';
      log[level]({ err: error, job }, 'a job failed');
    },
  });
  const commands = await loadCommands();
  const choicesAt = datasetChoices(datasets);
  const teachers = teacherStore(db);
  const privacy = createPrivacy({
    privacy: privacyStore(db),
    settings,
    clock,
    onForgotten: (person) => platforms.forEach((platform) => void platform.forgotten?.(person)),
    onDeleted: (channel) => platforms.forEach((platform) => void platform.deleted?.(channel)),
    onError: (error) => log.warn({ err: error }, 'old messages could not be deleted'),
    onJump: (before, now) =>
      log.warn(
        { before: new Date(before).toISOString(), now: new Date(now).toISOString() },
        'the clock jumped: nothing is deleted for a day, in case it is wrong',
      ),
    deleteOld: (now) => experiments.forgetProposals(now - PROPOSAL_LIFETIME_MS),
  });
  const people = peopleStore(db);
  const kinds = {
    policy: policyKind,
    experiment: experimentKind(experiments, datasets),
    label: labelKind(datasets),
    quiz: quizKind(quizzes),
  };
  const backendText = backendTitle(backend);
  const { dispatch, form } = createDispatch<Services>({
    commands,
    services: {
      datasets,
      experiments: service,
      predictions: createPredictions({ experiments: service, predictions, rounds, clock }),
      networkAnswers: createNetworkAnswers({
        known: service,
        experiments,
        answers,
        workload,
        datasets,
        theme: config.theme,
      }),
      previews: createPreviews({ sources, datasets, theme: config.theme }),
      quizzes,
      privacy,
      settings,
      teachers,
      machine: { backend: backendText, trainers: pool.size },
      commandsAt: (classroom) => commandsAt(commands, classroom, choicesAt),
    },
    choicesAt,
    people,
    classroomOf,
    settings,
    posts,
    kinds,
    factsOf,
    startJob: jobs.start,
    now,
    logFault: (id, error) => log.error({ err: error, id }, 'a command failed'),
    logTrouble: (error) => log.warn({ err: error }, 'a command could not be carried out'),
  });

  const stopSweeping = privacy.startSweeping();

  return {
    dispatch,
    jobs,
    charts,
    backend: backendText,
    exposed: othersCanUse(config.data),
    chat: {
      classrooms: classroomStore(db),
      classroomOf,
      settings,
      people,
      teachers,
      workIn(message) {
        const job = posts.unfinishedIn(message);
        if (!job) return undefined;
        return job.kind === 'round' ? quizzes.work(job.subject) : service.work(job.subject);
      },
      commands,
      clock,
      form,
      assist: createAssist({
        commands,
        choicesAt,
        classroomOf,
        factsOf,
        kinds,
      }),
    },
    connect: (platform) => void platforms.push(platform),
    warm: () => void pool.warm(datasets.default),
    async stop() {
      stopSweeping();
      await jobs.stop();
      await pool.stop();
      db.close();
      unlock();
    },
  };
}

/** The datasets as choices of an option, the same in every classroom. */
export const datasetChoices =
  (datasets: DatasetCatalog): ChoicesAt =>
  ({ kind, also = [] }) =>
    kind === 'dataset' ? { choices: [...datasets.names, ...also], default: datasets.default } : undefined;

/** Every file under commands/ is a command, and its path is the command's name. */
export async function loadCommands(): Promise<NamedCommand<Services>[]> {
  const found = await importFolder<Command<Services>>(new URL('../commands/', import.meta.url), 'run');
  return found.map(({ path, value }) => ({ name: path.replaceAll('/', ' '), command: value }));
}
