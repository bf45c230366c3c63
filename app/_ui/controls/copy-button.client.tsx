"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { Button, IconButton } from "./button.client.tsx";
import { copyText } from "./copy-text.ts";
import { useCommands } from "../keys/commands.ts";

const CopyDialog = lazy(async () => {
  const file = await import("./copy-dialog.client.tsx");
  return { default: file.CopyDialog };
});

interface Props {
  text: string;
  /** What is copied, for the spoken name: "Copy IP". */
  label: string;
  /** With a visible text the button is a normal one. */
  children?: ReactNode;
  icon?: ReactNode;
  /** Key that copies too; the button is then in the list of commands. */
  shortcut?: string;
}

export function CopyButton({ text, label, children, icon, shortcut }: Props) {
  const t = useTranslations("copy");
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () => {
    void copyText(text).then((isCopied) => setState(isCopied ? "copied" : "refused"));
  };
  const sign = state === "copied" ? <Check size={15} /> : (icon ?? <Copy size={15} />);
  return (
    <>
      {children === undefined ? (
        <IconButton
          size="sm"
          label={state === "copied" ? t("done") : label}
          {...(shortcut !== undefined && { shortcut })}
          onPress={copy}
        >
          {sign}
        </IconButton>
      ) : (
        <Button size="sm" onPress={copy}>
          {sign}
          {state === "copied" ? t("done") : children}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {state === "copied" ? t("done") : ""}
      </span>
      {shortcut !== undefined && <CopyKey name={shortcut} title={label} onPress={copy} />}
      {state === "refused" && (
        <Suspense>
          <CopyDialog text={text} onClose={() => setState("idle")} />
        </Suspense>
      )}
    </>
  );
}

interface KeyProps {
  name: string;
  title: string;
  onPress(): void;
}

function CopyKey({ name, title, onPress }: KeyProps) {
  useCommands([{ id: `copy ${name}`, title, key: name, act: onPress }]);
  return null;
}
