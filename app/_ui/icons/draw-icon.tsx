import type { ComponentProps } from "react";

interface Props extends ComponentProps<"svg"> {
  size?: number | string;
}

/** What all icons have in common; `pack-icon.cjs` gives the lines in which they differ, each from its `M` on. */
export function drawIcon(lines: string) {
  const [, ...paths] = lines.split("M");
  return function Icon({ size = 24, ...props }: Props) {
    const isNamed = "aria-label" in props || "role" in props;
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden={isNamed ? undefined : true}
        {...props}
      >
        {paths.map((path, place) => (
          <path key={place} d={`M${path}`} />
        ))}
      </svg>
    );
  };
}
