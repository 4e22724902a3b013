/** Loaded into every Node process of a measured run: keeps its event-loop delay and memory in a file of its own. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
const isTrainer = process.argv[1]?.includes('child.js') ?? false;
const memory = [];

function write() {
  memory.push(process.memoryUsage.rss() / 2 ** 20);
  const figures = { trainer: isTrainer, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6, memory };
  writeFileSync(`${process.env.AUGIE_BENCH_FOLDER}/process-${process.pid}.json`, JSON.stringify(figures));
}

// Starting up is not serving: the delay counts from the second second on.
setTimeout(() => delay.enable(), 1000).unref();
setInterval(write, 1000).unref();
process.on('exit', write);
