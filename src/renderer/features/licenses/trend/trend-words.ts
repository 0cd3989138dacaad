import type { Forecast, LicenseTrend } from '../../../../shared/model/license-trend';
import { formatCount, formatDay, formatMoney, formatNumber } from '../../../ui/format';
import type { NoteTone } from '../../../ui/note';
import { lastFound } from './trend-data';

/** As many are needed: `Forecast` says so. */
const LEAST = 'A forecast takes at least 4 collections over 3 weeks.';

const date = (day: string): string => formatDay(day, 'long');

/** "+9.2 a month", "Steady". */
export function paceWords({ pace, perMonth }: Pick<Forecast, 'pace' | 'perMonth'>): string {
  switch (pace) {
    case 'unknown':
      return 'Not known yet';
    case 'steady':
      return 'Steady';
    default: {
      const seats = Math.abs(perMonth ?? 0).toLocaleString(undefined, { maximumFractionDigits: 1 });
      return `${pace === 'growing' ? '+' : '−'}${seats} a month`;
    }
  }
}

export interface Verdict {
  tone: NoteTone;
  title: string;
  /** Sentences. */
  more: string[];
}

/** Where a license is heading, and what that means for the contract. `today`: YYYY-MM-DD. */
export function verdictOf(
  { points, forecast }: Pick<LicenseTrend, 'points' | 'forecast'>,
  today: string,
): Verdict {
  const last = lastFound(points);
  const more: string[] = [];
  const dropped = dropWords(forecast, today);
  if (dropped) more.push(dropped);
  if (forecast.contractEnd === null && last?.paid != null)
    more.push('Enter the end of the contract to see how many seats are used by then.');
  else if (forecast.contractEnd !== null && forecast.contractEnd < today)
    more.push(`The contract ended on ${date(forecast.contractEnd)}: enter the end of the new one.`);

  if (forecast.pace === 'unknown') {
    const days = formatCount(forecast.spanDays, 'day');
    const known =
      forecast.points === 0
        ? 'no collection yet'
        : forecast.points === 1
          ? '1 collection'
          : `${formatCount(forecast.points, 'collection')} over ${days}`;
    return { tone: 'info', title: `Not enough history yet: ${known}`, more: [LEAST, ...more] };
  }
  return {
    ...headline(forecast, last?.paid ?? null, last?.used ?? null, today),
    more: [fitWords(forecast), ...more],
  };
}

function headline(
  forecast: Forecast,
  paid: number | null,
  used: number | null,
  today: string,
): Pick<Verdict, 'tone' | 'title'> {
  const { pace, runsOutOn, contractEnd } = forecast;
  if (runsOutOn !== null && runsOutOn <= today)
    return { tone: 'warning', title: 'All seats are in use, and use is growing' };
  if (runsOutOn !== null) {
    const isInTime = contractEnd !== null && runsOutOn > contractEnd;
    return {
      tone: isInTime ? 'info' : 'warning',
      title: `At this pace you will run out on ${date(runsOutOn)}${
        contractEnd === null || contractEnd < today
          ? ''
          : isInTime
            ? ', after the contract ends'
            : ', before the contract ends'
      }`,
    };
  }
  if (paid !== null && used !== null && used >= paid)
    return {
      tone: 'warning',
      title: `All seats are in use; use is ${pace === 'steady' ? 'steady' : 'shrinking'}`,
    };
  if (pace === 'growing')
    return { tone: 'info', title: 'Use is growing; the seats last for more than five years' };
  return { tone: 'success', title: pace === 'steady' ? 'Use is steady' : 'Use is shrinking' };
}

/** "You could drop 12 seats at renewal on Jan 31, 2027; 31 with the idle ones given back, $12,000 per year." */
function dropWords(
  { couldDrop, couldDropWithIdle, annual, contractEnd, atEnd }: Forecast,
  today: string,
): string | null {
  if (couldDrop === null || couldDropWithIdle === null) return null;
  const when =
    contractEnd === null || contractEnd < today ? 'at renewal' : `at renewal on ${date(contractEnd)}`;
  const then =
    atEnd === null
      ? ''
      : atEnd.low === atEnd.high
        ? ` ${formatCount(atEnd.used, 'seat is', 'seats are')} used by then at this pace.`
        : ` ${formatNumber(atEnd.used)} seats are used by then at this pace, ${formatNumber(atEnd.low)} to ${formatNumber(atEnd.high)} by how the collections scatter.`;
  if (couldDropWithIdle === 0) return `No seat could be dropped ${when}.${then}`;
  const worth =
    annual === null ? '' : `, ${formatMoney(Math.round(annual.amount), annual.currency)} per year`;
  if (couldDrop === couldDropWithIdle)
    return `You could drop ${formatCount(couldDrop, 'seat')} ${when}${worth}.${then}`;
  return couldDrop === 0
    ? `You could drop ${formatCount(couldDropWithIdle, 'seat')} ${when} if the idle ones are given back first${worth}.${then}`
    : `You could drop ${formatCount(couldDrop, 'seat')} ${when}, ${formatNumber(couldDropWithIdle)} if the idle ones are given back first${worth}.${then}`;
}

function fitWords(forecast: Forecast): string {
  const { points, spanDays, fit, pace } = forecast;
  const basis = `${paceWords(forecast)}, by ${formatCount(points, 'collection')} over ${formatCount(spanDays, 'day')}.`;
  const isLoose = pace !== 'steady' && (fit ?? 1) < 0.5;
  return isLoose ? `${basis} They scatter a lot: take the line as a rough guess.` : basis;
}

/** Of all licenses together: how many go where. */
export function togetherWords(trends: readonly Pick<LicenseTrend, 'forecast'>[]): string {
  const count = (pace: Forecast['pace']) => trends.filter(({ forecast }) => forecast.pace === pace).length;
  const parts = [
    { n: count('growing'), word: 'growing' },
    { n: count('shrinking'), word: 'shrinking' },
    { n: count('steady'), word: 'steady' },
    { n: count('unknown'), word: 'without enough history' },
  ].filter(({ n }) => n > 0);
  return parts.map(({ n, word }) => `${formatNumber(n)} ${word}`).join(', ');
}
