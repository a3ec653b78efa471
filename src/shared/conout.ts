// Empty, and here because of its name; see worker/conoutSocketWorker.ts.
export {};
