import type { Command } from "./hosted-frame.ts";
import { asRecord } from "./loose-values.ts";
import { hostData } from "./page-data.ts";
import { pick, type Choice } from "./pick-dialog.ts";

const sampleCrmItems: Record<string, Choice[]> = {
  lead: [{ id: "L_51", title: "Request from the site" }],
  contact: [{ id: "C_12", title: "Maria Example" }],
  company: [{ id: "CO_7", title: "Example Bakery" }],
  deal: [
    { id: "D_777", title: "Solar panels for a school" },
    { id: "D_778", title: "Office move" },
  ],
  quote: [{ id: "Q_3", title: "Offer 3" }],
};

/** Closing a dialog without a choice leaves the app without an answer. */
export const pickCommands: Record<string, Command> = {
  selectUser: ({ params, reply }) => {
    const multiple = asRecord(params).mult === true;
    pick({ title: hostData().texts.selectUser, choices: people(""), multiple }, (chosen) => {
      const users = chosen.map((choice) => toUser(choice));
      reply(multiple ? users : users[0]);
    });
  },

  selectAccess: ({ params, reply }) => {
    const blocked = asRecord(params).value;
    const choices = people("U").filter(
      (choice) => !Array.isArray(blocked) || !blocked.includes(choice.id),
    );
    pick({ title: hostData().texts.selectAccess, choices, multiple: true }, (chosen) =>
      reply(chosen.map(({ id, title }) => ({ id, name: title, provider: "user" }))),
    );
  },

  selectCRM: ({ params, reply }) => {
    const { entityType, multiple } = asRecord(params);
    const wanted = Array.isArray(entityType) ? entityType.map(String) : ["deal"];
    const choices = wanted.flatMap((type) => sampleCrmItems[type] ?? []);
    const title = hostData().texts.selectCrm;
    pick({ title, choices, multiple: multiple === true }, (chosen) =>
      reply(byEntity(wanted, chosen)),
    );
  },
};

function people(prefix: string): Choice[] {
  return hostData().people.map((user) => ({
    id: `${prefix}${user.id}`,
    title: `${user.name} ${user.lastName}`.trim(),
  }));
}

function toUser(choice: Choice): Record<string, unknown> {
  return {
    id: choice.id,
    name: choice.title,
    photo: "",
    position: "",
    url: `/company/personal/user/${choice.id}/`,
  };
}

function byEntity(types: string[], chosen: Choice[]): Record<string, unknown[]> {
  const answer: Record<string, unknown[]> = {};
  for (const type of types) {
    const items = chosen.filter((choice) => sampleCrmItems[type]?.includes(choice));
    if (items.length > 0)
      answer[type] = items.map(({ id, title }) => ({ id, title, type, url: "", place: "" }));
  }
  return answer;
}
