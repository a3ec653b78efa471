// node-pty's path.
export * from './terminal/terminal';
