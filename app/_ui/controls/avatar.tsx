import type { UserView } from "../../../lib/archive/shared.ts";
import styles from "./avatar.module.css";

/** Photo of a person, or the first letters of the name. The name itself always stands beside it. */
export function Avatar({ user, size = 24 }: { user: UserView | undefined; size?: number }) {
  const box = { width: size, height: size, fontSize: Math.round(size * 0.42) };
  if (user?.photoUrl) {
    return (
      <img
        className={styles.photo}
        style={box}
        src={user.photoUrl}
        alt=""
        loading="lazy"
        referrerPolicy="no-referrer"
      />
    );
  }
  return (
    <span className={styles.letters} style={box} aria-hidden="true">
      {user?.isKnown === true ? letters(user.name) : "#"}
    </span>
  );
}

function letters(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x23))
    .join("")
    .toUpperCase();
}
