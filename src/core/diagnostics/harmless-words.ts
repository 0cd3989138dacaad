// Words that name nobody, in lower case: our log messages, error codes and names of fields consist of them, and so
// do messages of Node, V8, SQLite and Chromium. `harmless.test.ts` fails with the words that are missing when a log
// message or a code has a new one.
// prettier-ignore
export const HARMLESS_WORDS: readonly string[] = (
  'a abort aborted above accept access account active add address after again against ahead all ' +
  'allowed already ambiguous an and another answer answering any apex api app application are argument ' +
  'arguments array as asked assert assign assignment async at attempt audit auth authorization ' +
  'automatic available await away back backend backup backups bad batch be because been before begin ' +
  'behind being bigint bind blocked boolean both broke broken browser budget buffer bulk bundle busy ' +
  'but by bytes call callback calls canceled cannot care caught cause certificate certificates changed ' +
  'character check checked checkout checks chmod chosen chown chunk circular class clean clear client ' +
  'clock closed code collect collected collecting collection collections collects column columns ' +
  'command commit compacted complete composite computer connected connection connectivity constant ' +
  'constraint construct constructor consumer content context convert copy core corrected corrupt could ' +
  'count crash crashes create created credentials cron crontab cross cure current currently cursor ' +
  'custom daily damaged data database date days decided decode defaults define defined delegated ' +
  'delete deleted demo deprecated depth describe described desktop destroy destructure device ' +
  'diagnostics did died differs dir directory disabled disconnected disk display doctor does domain ' +
  'done down downloaded drop dropped dump duplicate during each edge edition eisdir elsewhere empty ' +
  'encode end ended endpoint enough entitlement entity erased error evaluated evaluation event events ' +
  'every examined exceeded exception exit expected expired expires expiring export expression extra ' +
  'factor failed failure fault faults feature fetch few field fields file files filter find finished ' +
  'first folder for forbidden foreign forgotten found frame free freed from full function geo give go ' +
  'going gone grant granted graph group groups had handle handler has have header headless heap here ' +
  'historical history host hourly html http id identity if ignored image immutable import in inactive ' +
  'index ingest init initialization input ins insecure inside install installed instance insufficient ' +
  'intact integer integrity internal into invalid io ip is it iterable iterator its itself job jobs ' +
  'jwt keeping kept key keychain keyed keys large last launchd lease left length less level license ' +
  'licenses limit limits line list load locator lock locked log login logins logout logs longest look ' +
  'looked looking lost lower made main make malformed managed manifest many map match maximum may ' +
  'member memory merged message metering method metrics migrated migration millis missing mode module ' +
  'moment more most move moved ms must name names namespace native network new newer newest next no ' +
  'node non none not nothing now null number oauth object objects of off offline old on once one ' +
  'online only onto op open opened operation operator option options or order org organization orgs ' +
  'other others out outcome output overflow own owner package page parameter parent parse parsed part ' +
  'pass passphrase password path paused pending permission permissions person picked pipe place policy ' +
  'pool pools port position prepared preview previous primary print private problem problems process ' +
  'profile program progress promise properties property protected protocol provider proxy public ' +
  'publish published put query queryresults quota range rate raw reached read readable reader reading ' +
  'readonly ready reason received record recorded records recover recovery redirect reference refused ' +
  'refuses regular rejection release reminder remote removed renderer replaced replacement replacing ' +
  'replayed reply report reports request requests reset resolved resource restarts restore restored ' +
  'restricted result results retired return returned role room row rows rules run salesforce same says ' +
  'schedule scheduled scheduler schedulers schedules schema scope script seatwatch seconds secret section ' +
  'security segmentation select sent serialize served server services session set setting settings ' +
  'setup shape share short show sign signal signatures since size slot small so sobjects socket ' +
  'something sound source space sslmode stack stale start started state statement status still stop ' +
  'stopped storage store stored stream string such super superseded support switched symbol syntax ' +
  'system systemd table take taken target task team temporary tested text than that the their ' +
  'themselves then there they this threshold through thrown tick time timeout times title tls to token ' +
  'tokens told too tooling torn tracked trail transaction trigger truncated trusted trying tuple two ' +
  'txn type types unable unavailable uncaught undefined under unexpected unhandled unique unit unknown ' +
  'unreachable unreadable unsafe unschedulable unsigned unsupported untrusted unusable up update ' +
  'updates url usage use used user username users utility valid value values variable vault ' +
  'verification verified version void wait waits warning was way weak weekdays weekly were what where ' +
  'which while whole whose window with within without work worker works would writable write written ' +
  'wrong yet zero zone ')
  .trim()
  .split(/\s+/);

/** Words with a capital that are known to be no names: taken exactly as they stand here. */
export const HARMLESS_PROPER: readonly string[] = [
  ...[
    'API',
    'Bulk',
    'Chromium',
    'Electron',
    'HTTP',
    'HTTPS',
    'IP',
    'JSON',
    'JWT',
    'Node',
    'OK',
    'REST',
    'SQLite',
  ],
  ...['Salesforce', 'Seatwatch', 'Setup', 'TLS', 'URL', 'UTC', 'V8', 'Linux', 'Windows'],
  ...['AggregateError', 'AppError', 'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SqliteError'],
  ...['SyntaxError', 'TypeError', 'URIError', 'ZodError', 'SIGABRT', 'SIGKILL', 'SIGSEGV', 'SIGTERM'],
  ...['EACCES', 'EADDRINUSE', 'EBUSY', 'ECONNREFUSED', 'ECONNRESET', 'EEXIST', 'EIO', 'EISDIR', 'EMFILE'],
  ...['ENFILE', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'ENOTFOUND', 'EPERM', 'EPIPE', 'EROFS', 'ETIMEDOUT', 'EXDEV'],
  ...['UNIQUE', 'UNEXPECTED', 'USAGE', 'CANCELED', 'FORBIDDEN', 'OS', 'MB', 'kB', 'R'],
  // At the beginning of a sentence.
  ...['Cannot', 'Damaged', 'Intact', 'Invalid', 'Nothing', 'Not', 'No', 'Other', 'Ready', 'The', 'There'],
  ...[
    'Backups',
    'For',
    'Name',
    'Vault',
    'Wait',
    'Cure',
    'Check',
    'Choose',
    'Make',
    'Of',
    'Put',
    'Report',
    'Reports',
    'Run',
    'Scheduled',
    'Set',
  ],
  ...['Uncaught', 'Unexpected', 'A', 'An', 'Missing', 'Maximum', 'Failed', 'Unable', 'Unknown'],
];
