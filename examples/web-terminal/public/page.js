// The tabs of the page. Their names are kept for this browser tab, so that a reload finds its shells.
import { Tab } from '/tab.js';

const KEY = 'flatpty-tabs';
const tabs = new Map();
let active;

const bar = document.getElementById('tabs');
const screens = document.getElementById('screens');

const remember = () => sessionStorage.setItem(KEY, JSON.stringify([...tabs.keys()]));

function show(id) {
  active = id;
  for (const [other, { tab, button }] of tabs) {
    tab.element.hidden = other !== id;
    button.setAttribute('aria-selected', other === id);
  }
  const shown = tabs.get(id)?.tab;
  shown?.fit();
  shown?.terminal.focus();
}

function close(id) {
  const { tab, button } = tabs.get(id);
  tab.close();
  button.remove();
  tabs.delete(id);
  remember();
  if (active === id) show([...tabs.keys()].pop());
}

function add(id = crypto.randomUUID()) {
  const button = document.createElement('button');
  button.setAttribute('role', 'tab');
  const title = document.createElement('span');
  title.textContent = 'shell';
  const cross = document.createElement('span');
  cross.className = 'close';
  cross.textContent = '×';
  cross.title = 'Close';
  button.append(title, cross);
  bar.append(button);

  const element = document.createElement('div');
  element.className = 'screen';
  screens.append(element);
  const tab = new Tab(id, element, {
    title: (text) => {
      title.textContent = text.slice(0, 40) || 'shell';
    },
    over: (reason) => {
      button.classList.add('over');
      button.title = reason;
    },
  });
  tabs.set(id, { tab, button });
  remember();
  button.onclick = () => show(id);
  cross.onclick = (event) => {
    event.stopPropagation();
    close(id);
  };
  show(id);
}

const known = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
for (const id of known) add(id);
if (known.length === 0) add();
document.getElementById('new').onclick = () => add();

// For the console and for tests: the xterm.js Terminal in front.
globalThis.frontTerminal = () => tabs.get(active)?.tab.terminal;
