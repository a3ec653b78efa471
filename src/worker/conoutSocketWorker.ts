// Empty, and here because of its name: node-pty reads ConPTY's output in a worker that this file
// starts, and build scripts name it as an entry on every platform (Theia's bundler, VS Code's asar
// list). flatpty reads in its addon.
export {};
