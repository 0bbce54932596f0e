import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { guardWindow } from './lib/guard';
import { session } from './state/session.svelte';

// Theme and language are known before the first picture, so that nothing flashes.
guardWindow();
void session.start().finally(() => mount(App, { target: document.getElementById('app')! }));
