// node-pty's path.
export * from './terminal/windowsTerminal';
