import { run as runDemo } from '../demo.mjs';

export const run = runDemo;
