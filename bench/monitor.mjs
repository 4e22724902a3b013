/** Loaded into every Node process of a measured run: keeps its delay, memory and time in a file of its own. */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
const isTrainer = process.argv[1]?.includes('child.js') ?? false;
const file = `${process.env.AUGIE_BENCH_FOLDER}/process-${process.pid}.json`;
const memory = [];

function write() {
  memory.push(process.memoryUsage.rss() / 2 ** 20);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const figures = {
    trainer: isTrainer,
    p99: delay.percentile(99) / 1e6,
    max: delay.max / 1e6,
    memory,
    peak: maxRSS / 1024,
    core: (userCPUTime + systemCPUTime) / 1e6,
  };
  // Renamed, because a trainer may be killed at any moment.
  writeFileSync(`${file}.new`, JSON.stringify(figures));
  renameSync(`${file}.new`, file);
}

// The first second is the start: the delay counts after it.
setTimeout(() => delay.enable(), 1000).unref();
setInterval(write, 500).unref();
process.on('exit', write);
