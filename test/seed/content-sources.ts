import { chance, hex, pick, skewed, weighted } from "./draw.ts";
import { byPerson, bySystem } from "./entry-fields.ts";
import { phpText } from "./php-text.ts";
import type { Source } from "./raw-entry.ts";
import { phrase } from "./words.ts";

const LIST_ACTIONS = ["EDIT", "EDIT", "EDIT", "ADD", "DELETE"];

/** Lists: PHP-serialized, of unknown severity. */
export const listElement: Source = (draw) => {
  const { random, portal } = draw;
  const list = 1 + skewed(random, 40);
  const name = phrase(random, { isRussian: portal.isRussian, count: 2 + random.below(3) });
  return byPerson(draw, {
    severity: "UNKNOWN",
    auditTypeId: `IBLOCK_ELEMENT_${pick(random, LIST_ACTIONS)}`,
    moduleId: "iblock",
    itemId: String(list),
    description: phpText({
      ID: 1 + random.below(800_000),
      NAME: name,
      IBLOCK_PAGE_URL: `/bitrix/admin/iblock_list_admin.php?IBLOCK_ID=${list}&type=lists&lang=en`,
    }),
  });
};

export const listSection: Source = (draw) =>
  byPerson(draw, {
    severity: "UNKNOWN",
    auditTypeId: `IBLOCK_SECTION_${pick(draw.random, LIST_ACTIONS)}`,
    moduleId: "iblock",
    itemId: String(1 + skewed(draw.random, 40)),
    description: phpText({
      ID: 1 + draw.random.below(9_000),
      CODE: null,
      NAME: phrase(draw.random, { isRussian: draw.portal.isRussian, count: 2 }),
    }),
  });

const FILE_ACTIONS = [
  "FILE_ADD",
  "FILE_EDIT",
  "FILE_DELETE",
  "PAGE_EDIT",
  "MENU_EDIT",
  "SECTION_ADD",
];

export const siteFile: Source = (draw) =>
  byPerson(draw, {
    severity: "UNKNOWN",
    auditTypeId: pick(draw.random, FILE_ACTIONS),
    moduleId: "fileman",
    itemId: "UNKNOWN",
    description: phpText({
      path: `about/news-${1 + draw.random.below(400)}/index.php`,
      site: "s1",
      copy_to: false,
    }),
  });

export const forum: Source = (draw) =>
  byPerson(draw, {
    severity: "NOTICE",
    auditTypeId: pick(draw.random, [
      "FORUM_MESSAGE_EDIT",
      "FORUM_MESSAGE_DELETE",
      "FORUM_TOPIC_CLOSE",
    ]),
    moduleId: "forum",
    itemId: String(1 + draw.random.below(50_000)),
    description: phpText({
      TITLE: phrase(draw.random, { isRussian: draw.portal.isRussian, count: 4 }),
      AUTHOR_NAME: draw.person.name,
      FORUM_ID: 1 + draw.random.below(12),
    }),
  });

export const rights: Source = (draw) => {
  const { random } = draw;
  const levels = ["D", "R", "W", "X"];
  const module = pick(random, ["crm", "iblock", "sale", "fileman", "tasks", "blog"]);
  const before = { [module]: pick(random, levels) };
  const after = { [module]: pick(random, levels), main: "R" };
  const kind = pick(random, [
    "MODULE_RIGHTS_CHANGED",
    "FILE_PERMISSION_CHANGED",
    "TASK_CHANGED",
    "GROUP_POLICY_CHANGED",
    "GROUP_UPDATED",
  ]);
  return byPerson(draw, {
    auditTypeId: kind,
    itemId:
      kind === "FILE_PERMISSION_CHANGED"
        ? `[s1] /docs/${random.below(90)}`
        : String(random.below(30)),
    description: kind === "GROUP_UPDATED" ? null : JSON.stringify({ before, after }),
  });
};

export const message: Source = (draw) => {
  const { random } = draw;
  const isBlocked = chance(random, 0.03);
  return byPerson(draw, {
    severity: "INFO",
    auditTypeId: isBlocked ? "MESSAGE_BLOCK" : "MESSAGE_SEND",
    moduleId: "messageservice",
    description: isBlocked ? "The sender is not confirmed." : `+1555${random.below(9_999_999)}`,
  });
};

export const cloudFile: Source = (draw) =>
  bySystem(draw, {
    severity: "ERROR",
    auditTypeId: "CLOUDS_404",
    moduleId: "clouds",
    itemId: `/upload/iblock/${hex(draw.random, 3)}/${hex(draw.random, 12)}.jpg`,
    description: "HTTP 404",
  });

const CARE = weighted<[severity: string, type: string, text: string]>([
  [5, ["INFO", "BACKUP_SUCCESS", "Backup created<br>Files: 48211<br>Size: 3.2 GB"]],
  [1, ["ERROR", "BACKUP_ERROR", "Backup failed:\nno space left on device"]],
  [3, ["INFO", "SITE_CHECKER_SUCCESS", "All tests passed."]],
  [1, ["WARNING", "SITE_CHECKER_ERROR", "Mail sending: <b>fault</b><br>Sessions: ok<br>"]],
  [0.2, ["CRITICAL", "REST_OAUTH_REGISTER", "/bitrix/admin/rest_oauth.php?lang=en"]],
  [0.1, ["ALERT", "STAT_ACTIVITY_LIMIT", "Activity limit exceeded"]],
  [0.1, ["EMERGENCY", "SECURITY_VIRUS", "Suspicious block found on /about/index.php"]],
  [6, ["DEBUG", "UNKNOWN", ""]],
]);

export const housekeeping: Source = (draw) => {
  const [severity, auditTypeId, description] = CARE(draw.random);
  const itemId = auditTypeId === "REST_OAUTH_REGISTER" ? "oauth" : "UNKNOWN";
  return bySystem(draw, { severity, auditTypeId, itemId, description });
};
