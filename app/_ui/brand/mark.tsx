/** The application's sign: rows of a log with one of them marked. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--color-primary-mark)" />
      <path
        d="M9 10.5h14M13.5 16H23M9 21.5h14"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="9.4" cy="16" r="1.9" fill="#bbed21" />
    </svg>
  );
}
