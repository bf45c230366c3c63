import type { SeededRandom } from "../portal/random.ts";
import { hex, pick, weighted } from "./draw.ts";

const PAGES = [
  "/",
  "/stream/",
  "/company/",
  "/online/",
  "/crm/deal/kanban/",
  "/crm/lead/kanban/",
  "/crm/contact/list/",
  "/tasks/board/",
  "/calendar/",
  "/docs/shared/",
  "/mail/",
  "/timeman/",
  "/company/vis_structure.php",
  "/bitrix/admin/",
  "/bitrix/tools/public_session.php",
  "/mobile/?mobile_action=checkout",
  "/mobile/",
  "/desktop_app/",
  "/auth/?login=yes",
  "/?login=yes",
  "/desktop_app/?IM_DIALOG=Y",
];
const ACTIONS = [
  "main.user.get",
  "crm.item.list",
  "tasks.task.list",
  "im.v2.Chat.load",
  "im.revision.get",
  "socialnetwork.api.livefeed.getNextPage",
  "disk.api.folder.getChildren",
  "mobile.app.getmenu",
  "bizproc.workflow.getList",
  "crm.timeline.activity.load",
];
const METHODS = [
  "crm.deal.list",
  "crm.deal.update",
  "crm.item.list",
  "user.get",
  "tasks.task.list",
  "batch",
  "disk.folder.getchildren",
  "imbot.message.add",
  "catalog.product.list",
  "bizproc.event.send",
];
const FILES = [
  "Отчёт 2026.pdf",
  "Invoice.pdf",
  "Договор поставки.docx",
  "Price list.xlsx",
  "photo.jpg",
];
const PROBES = [
  "/wp-login.php",
  "/.env",
  "/bitrix/admin/index.php?forgot_password=yes",
  "/auth/?login=yes&backurl=%2F..%2F..%2Fetc%2Fpasswd",
  "/?id=1%27%20OR%20%271%27=%271",
  "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E",
  "/bitrix/tools/spread.php?s=aHR0cHM6Ly9leGFtcGxlLm9yZw",
  "/upload/shell.php?cmd=id",
];

const number = (random: SeededRandom, limit: number): number => 1 + random.below(limit);

type MakeUri = (random: SeededRandom) => string;

const page: MakeUri = (random) => pick(random, PAGES);

/** Addresses of the portal's own pages: a few very often, and many with the numbers of what was looked at. */
export const pageUri = weighted<MakeUri>([
  [46, page],
  [16, (random) => `/bitrix/services/main/ajax.php?action=${pick(random, ACTIONS)}`],
  [
    6,
    (random) =>
      `/bitrix/services/main/ajax.php?mode=class&c=bitrix:crm.deal.details&action=get&id=${number(random, 90_000)}&IFRAME=Y`,
  ],
  [8, (random) => `/crm/deal/details/${number(random, 90_000)}/?IFRAME=Y&IFRAME_TYPE=SIDE_SLIDER`],
  [4, (random) => `/crm/contact/details/${number(random, 200_000)}/`],
  [
    6,
    (random) =>
      `/company/personal/user/${number(random, 400)}/tasks/task/view/${number(random, 150_000)}/`,
  ],
  [
    4,
    (random) =>
      `/workgroups/group/${number(random, 300)}/tasks/?F_STATE=sR400&page=${number(random, 20)}`,
  ],
  [
    3,
    (random) =>
      `/disk/downloadFile/${number(random, 500_000)}/?&ncc=1&filename=${encodeURIComponent(pick(random, FILES))}`,
  ],
  [
    2,
    (random) =>
      `/bitrix/admin/iblock_element_edit.php?IBLOCK_ID=${number(random, 60)}&type=lists&ID=${number(random, 800_000)}&lang=en&find_section_section=0&WF=Y`,
  ],
  [
    2,
    (random) =>
      `/?current_fieldset=SOCSERV&auth_service_id=Bitrix24Net&state=${hex(random, 40)}&code=${hex(random, 64)}`,
  ],
  [3, (random) => `/auth/?login=yes&backurl=${encodeURIComponent(page(random))}`],
]);

export const restUri = weighted<MakeUri>([
  [5, (random) => `/rest/${pick(random, METHODS)}?auth=${hex(random, 70)}`],
  [4, (random) => `/rest/${pick(random, METHODS)}.json`],
  [3, (random) => `/rest/${number(random, 40)}/${hex(random, 16)}/${pick(random, METHODS)}.json`],
  [1, (random) => `/rest/api/main.eventlog.tail?auth=${hex(random, 70)}`],
]);

export const probeUri: MakeUri = (random) => pick(random, PROBES);
