import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/noto-sans-sc/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import './lib/tokens.css'
import './lib/base.css'

mount(App, { target: document.getElementById('app')! })
