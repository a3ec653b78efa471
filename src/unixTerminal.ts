// node-pty's path.
export * from './terminal/unixTerminal';
