// node-pty's path.
export * from './compat/eventEmitter2';
