import './allow';
import t from 'tap';
import { until } from '../helpers/until';
import { nearReads, typeToCat } from './typist';

/** What goes wrong in a listener of output, in every way in which code can be run by one. */
const WAYS: Record<string, (error: Error) => void> = {
  'thrown by the listener': (error) => {
    throw error;
  },
  'thrown in nextTick': (error) => {
    process.nextTick(() => {
      throw error;
    });
  },
  'thrown in a microtask': (error) => {
    queueMicrotask(() => {
      throw error;
    });
  },
  'a promise that is rejected': (error) => {
    void Promise.reject(error);
  },
};

const caught: unknown[] = [];
process.removeAllListeners('uncaughtException');
process.on('uncaughtException', (error) => caught.push(error));
process.removeAllListeners('unhandledRejection');
process.on('unhandledRejection', (error) => caught.push(error));

for (const [way, goWrong] of Object.entries(WAYS)) {
  t.test(way, async (t) => {
    const { pty, echo, comeNear } = typeToCat();
    t.teardown(() => pty.destroy());
    await comeNear();
    const errors: Error[] = [];
    caught.length = 0;
    pty.onData(() => {
      const error = new Error(way);
      errors.push(error);
      goWrong(error);
    });
    const before = nearReads();
    for (let i = 0; nearReads() === before || i < 3; i++) await echo(`<${i}>`);
    await until(() => caught.length >= errors.length, 5000, 'every error');
    t.strictSame(caught, errors, 'each once, in order');
  });
}
