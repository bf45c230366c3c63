import type { Markup } from "./markup.ts";

const paths = {
  home: '<path d="M3 11.5 12 4l9 7.5"/><path d="M5.5 10v9.5h13V10"/><path d="M10 19.5v-5h4v5"/>',
  deal: '<path d="M4 5h16l-5.5 7v6l-5 2v-8z"/>',
  people:
    '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6"/><path d="M16 5a3.2 3.2 0 0 1 0 6.2M18 14.5c2 .8 3.2 2.6 3.5 5.5"/>',
  process:
    '<rect x="3" y="4" width="7" height="5" rx="1.5"/><rect x="14" y="15" width="7" height="5" rx="1.5"/><path d="M6.5 9v6a2.5 2.5 0 0 0 2.5 2.500h5M10 6.500h5.500A2.5 2.5 0 0 1 18 9v6"/>',
  log: '<path d="M6 3.500h9l4 4V20.500H6z"/><path d="M9 11h7M9 14h7M9 17h4"/>',
  app: '<rect x="3.5" y="3.5" width="7" height="7" rx="1.5"/><rect x="13.5" y="3.5" width="7" height="7" rx="1.5"/><rect x="3.5" y="13.5" width="7" height="7" rx="1.5"/><path d="M17 13.500v7M13.5 17h7"/>',
  code: '<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 4.500l-3 15"/>',
  sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2.500M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.3 7 7M17 17l1.7 1.700M18.7 5.3 17 7M7 17l-1.7 1.7"/>',
  moon: '<path d="M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z"/>',
  lock: '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.5"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  down: '<path d="m6 9 6 6 6-6"/>',
  check: '<path d="m5 12.5 4.5 4.500L19 7.5"/>',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): Markup {
  return {
    markup: `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`,
  };
}
