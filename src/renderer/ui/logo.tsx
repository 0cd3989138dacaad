/** The mark: seats in a row under a watchful arc; one of them is empty. Decorative. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="11" fill="#126f72" />
      <path d="M9 24a15 15 0 0 1 30 0" fill="none" stroke="#ffffff" strokeWidth="3.2" strokeLinecap="round" />
      <circle cx="24" cy="22.5" r="4.2" fill="#ffffff" />
      <rect x="8.5" y="31" width="8" height="8.5" rx="2.2" fill="#ffffff" />
      <rect x="20" y="31" width="8" height="8.5" rx="2.2" fill="#ffffff" />
      <rect
        x="32.25"
        y="31.75"
        width="6.5"
        height="7"
        rx="1.7"
        fill="none"
        stroke="#a9d4d4"
        strokeWidth="1.6"
        strokeDasharray="2.4 1.8"
      />
    </svg>
  );
}
