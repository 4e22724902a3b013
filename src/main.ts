/** `npm start`. There is no platform to talk to yet: unfinished experiments are trained to the end. */
import { serve } from './server.ts';

await serve();
