import { createContext, useContext, useEffect, useState } from 'react';
import { formatRelative, formatTime, NO_VALUE, type Zone } from './format';
import { formatSoon } from './format-soon';

const ZoneContext = createContext<Zone>('local');
export const ZoneProvider = ZoneContext.Provider;

/** The zone times are shown in: a setting. */
export function useZone(): Zone {
  return useContext(ZoneContext);
}

const TICK_MS = 30_000;

/** The current time, renewed twice a minute, for relative times. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface TimeProps {
  /** ISO 8601. */
  iso: string | null | undefined;
  dateOnly?: boolean;
  timeOnly?: boolean;
  /** Shown when there is no time; default an en dash. */
  empty?: string;
}

/** A moment in the chosen zone; the full UTC time is in its tooltip. */
export function Time({ iso, empty = NO_VALUE, dateOnly = false, timeOnly = false }: TimeProps) {
  const zone = useZone();
  if (!iso) return <>{empty}</>;
  return (
    <time dateTime={iso} title={iso}>
      {formatTime(iso, { zone, dateOnly, timeOnly })}
    </time>
  );
}

/** What happened since the last tick is not to come: `now` is up to a tick old. */
export function sinceTick(iso: string, now: number): number {
  const time = Date.parse(iso);
  return time > now && time <= now + TICK_MS ? time : now;
}

/** "3 minutes ago"; the exact time is in its tooltip. */
export function RelativeTime({ iso, empty = NO_VALUE }: TimeProps) {
  const zone = useZone();
  const now = useNow();
  if (!iso) return <>{empty}</>;
  return (
    <time dateTime={iso} title={`${formatTime(iso, { zone })} (${iso})`}>
      {formatRelative(iso, sinceTick(iso, now))}
    </time>
  );
}

/** A planned moment: "tomorrow about 9:12 AM"; the exact time is in its tooltip. `first`: begins with a capital. */
export function Soon({ iso, first = false }: { iso: string; first?: boolean }) {
  const zone = useZone();
  const now = useNow();
  const words = formatSoon(iso, now, zone);
  return (
    <time dateTime={iso} title={`${formatTime(iso, { zone })} (${iso})`}>
      {first ? words.charAt(0).toUpperCase() + words.slice(1) : words}
    </time>
  );
}
