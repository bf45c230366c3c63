import type { FrameTokens } from "../../contract.ts";
import { postJson } from "./ajax.ts";
import type { Command } from "./hosted-frame.ts";
import { showNotice } from "./notice.ts";
import { hostData } from "./page-data.ts";

export const stateCommands: Record<string, Command> = {
  getInitData: ({ frame, reply }) => reply(frame.config.initData),

  setInstall: async ({ params, reply }) => {
    await postJson("/ajax/frame/first-run");
    reply(params);
  },

  /** The app gets no answer: the page is opened anew with the main address. */
  setInstallFinish: async ({ frame }) => {
    if (!frame.config.initData.INSTALL) return;
    await postJson("/ajax/frame/finish-install");
    const url = new URL(location.href);
    url.searchParams.set("install_finished", "Y");
    location.assign(url);
  },

  /** A failure is told to the person and never to the app, which runs into its own time limit. */
  refreshAuth: async ({ reply }) => {
    const tokens = await postJson<FrameTokens | null>("/ajax/frame/refresh-auth");
    if (!tokens) {
      showNotice(hostData().texts.refreshFailed, "alert");
      return;
    }
    reply({ ...tokens, AUTH_EXPIRES: Number(tokens.AUTH_EXPIRES) });
  },

  setUserOption: async ({ params, reply }) => {
    reply(await postJson("/ajax/frame/user-option", params));
  },

  setAppOption: async ({ params, reply }) => {
    if (!hostData().isAdmin) return;
    const stored = await postJson<Record<string, unknown> | null>("/ajax/frame/app-option", params);
    if (stored) reply(stored);
  },
};
