/** Puts the house together: the only file that knows every implementation. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createCanvasRenderer } from './charts/canvas.ts';
import { createQuickChartRenderer } from './charts/quickchart.ts';
import { type Assist, createAssist } from './chat/assist.ts';
import type { Command, NamedCommand } from './chat/command.ts';
import { createDispatch } from './chat/dispatch.ts';
import { followJob } from './chat/live-card.ts';
import type {
  Dispatch,
  FormOf,
  PeopleRepository,
  Platform,
  SettingsRepository,
  TeacherRepository,
} from './chat/ports.ts';
import type { Config } from './config.ts';
import { experimentKind } from './experiments/find.ts';
import { policyKind } from './experiments/policy-kind.ts';
import { runExperiment } from './experiments/run.ts';
import { createExperiments } from './experiments/service.ts';
import { createTrialRunner } from './experiments/trial-runner.ts';
import { createWorkload } from './experiments/workload.ts';
import { PassingError, UserError } from './i18n/user-error.ts';
import type { ChartRenderer } from './images/figure.ts';
import { importFolder } from './import-folder.ts';
import { createJobs, JobCancelled, type JobHandler, JobSuspended, type Jobs } from './jobs/jobs.ts';
import type { ClassroomRepository } from './platforms/web/classrooms.ts';
import { createPredictionRounds } from './predictions/rounds.ts';
import { labelKind } from './previews/labels.ts';
import { createSources } from './previews/originals.ts';
import { createPreviews } from './previews/service.ts';
import { createPrivacy } from './privacy/service.ts';
import { createQuizzes, quizKind } from './quiz/create.ts';
import { finishedIn, hasFinished } from './quiz/history.ts';
import { createLibrary } from './quiz/library.ts';
import type { Services } from './services.ts';
import { classroomStore } from './store/classrooms.ts';
import { openDatabase } from './store/database.ts';
import { experimentStore } from './store/experiments.ts';
import { jobStore, postStore } from './store/jobs.ts';
import { lockFolder } from './store/lock.ts';
import { peopleStore, settingsStore, teacherStore } from './store/people.ts';
import { predictionStore } from './store/predictions.ts';
import { privacyStore } from './store/privacy.ts';
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
  /** Who this is, for whoever finds the data folder taken. */
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
  /** What platforms are made from. */
  readonly chat: {
    readonly classrooms: ClassroomRepository;
    readonly settings: SettingsRepository;
    readonly people: PeopleRepository;
    readonly teachers: TeacherRepository;
    readonly commands: readonly NamedCommand<Services>[];
    readonly assist: Assist;
    readonly form: FormOf;
    readonly clock: Clock;
  };
  /** Jobs post and edit through it from now on. */
  connect(platform: Platform): void;
  /** Suspends what is running, ends the trainers, lets go of the data. */
  stop(): Promise<void>;
}

/** How long the question before a long run can still be answered. */
const PROPOSAL_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Takes the data folder and wires everything. Throws UserError when the folder or the backend is not to be had. */
export async function createApp({ config, root, who, log, clock = systemClock }: AppParts): Promise<App> {
  const backend = await chooseBackend(config.backend);
  const unlock = lockFolder(config.data, who);
  const db = openDatabase(config.data);
  const [experiments, trials, posts] = [
    experimentStore(db),
    trialStore(db, config.checkpointBytes),
    postStore(db),
  ];
  const predictions = predictionStore(db);
  const rounds = createPredictionRounds({ predictions, clock });
  experiments.forgetProposals(clock.now() - PROPOSAL_LIFETIME_MS);
  const folder = join(root, 'data');
  const pool = createPool({
    size: config.trainers,
    backend: backend.name,
    dataFolder: folder,
    log: (message, details) => log.debug(details, message),
  });
  const workload = createWorkload(pool.size, trials);
  const runner = createTrialRunner({ pool, trials, workload, clock });
  const charts = createCharts(config, log);
  const platforms: Platform[] = [];
  const now = () => clock.now();

  const follow = (job: number, draw: Parameters<typeof followJob>[1]) =>
    followJob(job, draw, {
      posts,
      platforms,
      clock,
      onError: (error) => log.warn({ err: error, job }, 'a card could not be shown'),
    });

  const handleExperiment: JobHandler = async (job, signal) => {
    let trouble: UserError | undefined;
    const live = follow(job.id, (locale) => service.card(job.subject, locale, trouble));
    const unfollow = rounds.follow(job.subject, live.changed);
    const suspended = () => signal.reason instanceof JobSuspended;
    let shown = true;
    try {
      await rounds.wait(job.subject, signal);
      await runExperiment(job.subject, { experiments, runner, workload, now }, live.changed, signal);
    } catch (error) {
      const state = signal.reason instanceof JobCancelled ? 'cancelled' : 'failed';
      const problem = error instanceof UserError ? { key: error.key, params: error.params } : undefined;
      if (error instanceof PassingError && !signal.aborted) trouble = error;
      else if (!suspended()) experiments.finish(job.subject, state, now(), problem);
      throw error;
    } finally {
      unfollow();
      if (!suspended()) shown = await live.end();
      if (trouble) log.warn({ job: job.id, problem: trouble.key, ...trouble.params }, 'a job pauses');
      else log.info({ job: job.id, experiment: job.subject, suspended: suspended() }, 'a job ended');
    }
    // It is over when its last card is there.
    if (!shown) throw new PassingError('error.notShown');
  };

  const handleRound: JobHandler = async (job, signal) => {
    const live = follow(job.id, (locale) => quizzes.card(job.subject, locale));
    await quizzes.run(job.subject, live.changed, signal);
    // It is over when its last card is there.
    if (!(await live.end())) throw new PassingError('error.notShown');
  };

  const jobs = createJobs({
    repository: jobStore(db),
    handlers: { experiment: handleExperiment, round: handleRound },
    owner: randomUUID(),
    now,
    after: clock.after,
    onFault(job, error) {
      // What a person can put right is on the card; it is no fault.
      const level = error instanceof UserError ? 'info' : 'error';
      log[level]({ err: error, job }, 'a job failed');
    },
  });
  const service = createExperiments({
    experiments,
    predictions,
    rounds,
    workload,
    backend,
    theme: config.theme,
    clock,
    budget: config.budget,
    cancelJob: jobs.cancel,
  });
  const commands = await loadCommands();
  const settings = settingsStore(db);
  const sources = createSources(folder);
  const quizzes = createQuizzes({
    quizzes: quizStore(db),
    library: createLibrary(folder),
    finished: ({ channel }) => finishedIn(experiments, channel),
    hasFinished: ({ channel }) => hasFinished(experiments, channel),
    settings,
    clock,
    theme: config.theme,
    sources,
    platforms,
    onError: (error) => log.warn({ err: error }, 'a person could not be told'),
  });
  const teachers = teacherStore(db);
  const privacy = createPrivacy({
    privacy: privacyStore(db),
    settings,
    clock,
    onForgotten: (person) => platforms.forEach((platform) => void platform.forgotten?.(person)),
    onDeleted: (channel) => platforms.forEach((platform) => void platform.deleted?.(channel)),
    onError: (error) => log.warn({ err: error }, 'old messages could not be deleted'),
  });
  const people = peopleStore(db);
  const backendText = backendTitle(backend);
  const { dispatch, form } = createDispatch<Services>({
    commands,
    services: {
      experiments: service,
      previews: createPreviews({ sources, theme: config.theme }),
      quizzes,
      privacy,
      settings,
      teachers,
      machine: { backend: backendText, trainers: pool.size },
      commands,
    },
    people,
    settings,
    posts,
    startJob: jobs.start,
    now,
    logFault: (id, error) => log.error({ err: error, id }, 'a command failed'),
  });

  const stopSweeping = privacy.startSweeping();

  return {
    dispatch,
    jobs,
    charts,
    backend: backendText,
    chat: {
      classrooms: classroomStore(db),
      settings,
      people,
      teachers,
      commands,
      clock,
      form,
      assist: createAssist({
        commands,
        kinds: {
          policy: policyKind,
          experiment: experimentKind(experiments),
          label: labelKind,
          quiz: quizKind(quizzes),
        },
      }),
    },
    connect: (platform) => void platforms.push(platform),
    async stop() {
      stopSweeping();
      await jobs.stop();
      await pool.stop();
      db.close();
      unlock();
    },
  };
}

/** What draws figures here: a QuickChart server where one is set, else this process. */
export function createCharts(config: Config, log: Logger): ChartRenderer {
  const canvas = createCanvasRenderer();
  if (config.quickchart === undefined) return canvas;
  return createQuickChartRenderer({
    url: config.quickchart,
    fallback: canvas,
    onFallback: (error) => log.warn({ err: error }, 'QuickChart did not draw; the chart is drawn here'),
  });
}

/** Every file under commands/ is a command, and its path is the command's name. */
export async function loadCommands(): Promise<NamedCommand<Services>[]> {
  const found = await importFolder<Command<Services>>(new URL('../commands/', import.meta.url), 'run');
  return found.map(({ path, value }) => ({ name: path.replaceAll('/', ' '), command: value }));
}
