// node-pty's path.
export * from './addon/load';
