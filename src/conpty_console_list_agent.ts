// Empty, and here because of its name; see worker/conoutSocketWorker.ts. node-pty forks it to ask a
// console for its processes.
export {};
