# Completion of seatwatch for PowerShell, made by: seatwatch completion powershell
# Load it in your profile: seatwatch completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'seatwatch' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  $commands = @{
    '' = @{
      Words = @(
        @{ Name = 'org'; About = 'adds, lists, shows and removes orgs, and replaces their keys' }
        @{ Name = 'test'; About = 'Test Connectivity: signs in and checks what collecting needs' }
        @{ Name = 'collect'; About = 'Collect Now; goes on where the last run stopped' }
        @{ Name = 'status'; About = 'last run, state, checkpoints, quota, when it resumes, row counts' }
        @{ Name = 'licenses'; About = 'license use; with --unused one row per seat that can be reclaimed' }
        @{ Name = 'users'; About = 'one row per user, with activity' }
        @{ Name = 'logins'; About = 'the login history collected, oldest first' }
        @{ Name = 'findings'; About = 'what the security checks found: open, acknowledged and resolved, worst first' }
        @{ Name = 'checks'; About = 'the security checks: on or off, evaluated or why not, and how much they found' }
        @{ Name = 'limits'; About = 'API and other limits, as last seen or over time' }
        @{ Name = 'backup'; About = 'makes a consistent, verified copy of the database, also while the window is open' }
        @{ Name = 'restore'; About = 'verifies a backup and puts it in the place of the database, which is kept as a backup itself' }
        @{ Name = 'data'; About = 'looks after the data folder' }
        @{ Name = 'export'; About = 'writes everything collected into files, for other programs; also while the window is open' }
        @{ Name = 'import'; About = 'takes over what another workstation collected' }
        @{ Name = 'forget'; About = 'removes everything stored about a person, for good' }
        @{ Name = 'publish'; About = 'keeps a PostgreSQL database up to date with what was collected; goes on where it stopped' }
        @{ Name = 'doctor'; About = 'checks database, vault, data directory, display and versions; changes nothing' }
        @{ Name = 'log'; About = 'prints the log of this data directory, readable; with --json as the lines are stored' }
        @{ Name = 'metrics'; About = 'prints figures for monitoring once, as the metrics endpoint of the window serves them' }
        @{ Name = 'policy'; About = 'what the administrator of this computer decided for everybody on it, and where that is written' }
        @{ Name = 'update'; About = 'looks for and fetches newer versions of Seatwatch' }
        @{ Name = 'schedule'; About = 'collects regularly by itself, without the window' }
        @{ Name = 'demo-org'; About = 'serves a made-up Salesforce org over HTTP on this computer' }
        @{ Name = 'completion'; About = 'prints a script that completes commands and options in a shell' }
        @{ Name = 'man'; About = 'prints the manual page; to read it: seatwatch man | man -l -' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--version'; About = 'show the version'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org' = @{
      Words = @(
        @{ Name = 'add'; About = 'adds an org; the consumer secret comes from standard input or a variable, never as an argument' }
        @{ Name = 'list'; About = 'the orgs there are' }
        @{ Name = 'show'; About = 'one org with its last run and quota' }
        @{ Name = 'remove'; About = 'removes an org and its secrets; what was collected stays unless you say otherwise' }
        @{ Name = 'cert'; About = 'writes the org''s certificate (PEM) for upload to Salesforce' }
        @{ Name = 'rotate-key'; About = 'begins to replace the key of an org that signs in with a certificate; both keys work meanwhile' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org add' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--name'; About = 'what to call the org'; Valued = $true; Choices = @() }
        @{ Name = '--url'; About = 'its My Domain URL; the host alone will do'; Valued = $true; Choices = @() }
        @{ Name = '--consumer-key'; About = 'the app''s consumer key'; Valued = $true; Choices = @() }
        @{ Name = '--secret-stdin'; About = 'client credentials flow: read the consumer secret from standard input'; Valued = $false; Choices = @() }
        @{ Name = '--secret-env'; About = 'client credentials flow: read it from this variable'; Valued = $true; Choices = @() }
        @{ Name = '--jwt-username'; About = 'JWT bearer flow: the user to act as'; Valued = $true; Choices = @() }
        @{ Name = '--private-key-file'; About = 'JWT bearer flow: your key (default: a new one is made)'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org list' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org show' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org remove' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--delete-data'; About = 'delete what was collected, too'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org cert' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--next'; About = 'the new certificate, while the org’s key is being replaced'; Valued = $false; Choices = @() }
        @{ Name = '--out'; About = 'write to FILE (server.crt) instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'org rotate-key' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--private-key-file'; About = 'your new key (default: a new one is made)'; Valued = $true; Choices = @() }
        @{ Name = '--out'; About = 'write the new certificate to FILE (server.crt) instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--cancel'; About = 'give the replacement up; the current key stays'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'test' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'collect' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--all'; About = 'every org that is not paused, one after another'; Valued = $false; Choices = @() }
        @{ Name = '--max-calls'; About = 'stop after N API requests'; Valued = $true; Choices = @() }
        @{ Name = '--threshold'; About = 'stop when the org''s daily API requests are used to this percentage'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'status' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'licenses' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--unused'; About = 'list the seats nobody uses'; Valued = $false; Choices = @() }
        @{ Name = '--inactive-days'; About = 'idle when not seen for N x 24 hours (default 90)'; Valued = $true; Choices = @() }
        @{ Name = '--grace-days'; About = 'never logged in counts N days after creation (default 7)'; Valued = $true; Choices = @() }
        @{ Name = '--include-free'; About = 'with licenses nobody pays per seat for (Chatter Free, guest, login-based ...)'; Valued = $false; Choices = @() }
        @{ Name = '--include-features'; About = 'with feature licenses (Marketing User, Service Cloud User ...)'; Valued = $false; Choices = @() }
        @{ Name = '--own-rule'; About = 'idle as set in the window for this org, instead of the defaults'; Valued = $false; Choices = @() }
        @{ Name = '--format'; About = 'table, csv, json or, with --out, xlsx (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json', 'xlsx') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'users' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--format'; About = 'table, csv or json (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'logins' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--since'; About = 'from this moment on; a date alone is midnight UTC'; Valued = $true; Choices = @() }
        @{ Name = '--until'; About = 'before this moment'; Valued = $true; Choices = @() }
        @{ Name = '--user'; About = 'of this user only'; Valued = $true; Choices = @() }
        @{ Name = '--format'; About = 'table, csv or json (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'findings' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--check'; About = 'of one check only, by its id or another name it is known by'; Valued = $true; Choices = @() }
        @{ Name = '--severity'; About = 'that bad or worse: critical, high, medium, low, info'; Valued = $true; Choices = @('critical', 'high', 'medium', 'low', 'info') }
        @{ Name = '--status'; About = 'only open, acknowledged, resolved (default: all)'; Valued = $true; Choices = @('open', 'acknowledged', 'resolved') }
        @{ Name = '--include-muted'; About = 'with those about somebody or something that is muted'; Valued = $false; Choices = @() }
        @{ Name = '--format'; About = 'table, csv, json, ocsf or ecs (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json', 'ocsf', 'ecs') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'checks' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--format'; About = 'table, csv or json (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'limits' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--history'; About = 'every value stored instead of the last ones'; Valued = $false; Choices = @() }
        @{ Name = '--format'; About = 'table, csv or json (default: table, or what the name of FILE says)'; Valued = $true; Choices = @('table', 'csv', 'json') }
        @{ Name = '--out'; About = 'write to FILE, readable by its owner only, instead of standard output'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'backup' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'restore' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data' = @{
      Words = @(
        @{ Name = 'where'; About = 'says which data folder is used, and why; opens nothing' }
        @{ Name = 'check'; About = 'looks through the whole database for damage, also while it is in use' }
        @{ Name = 'backups'; About = 'lists the backups in the data folder, newest first' }
        @{ Name = 'recover'; About = 'leads out of a damaged database: without an option it says what is possible; deletes nothing' }
        @{ Name = 'move'; About = 'moves the data folder: copies it, verifies the copy, and uses that from then on' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data where' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data check' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data backups' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data recover' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--from-backup'; About = 'put this backup in its place'; Valued = $true; Choices = @() }
        @{ Name = '--salvage'; About = 'copy what can still be read into a new database'; Valued = $false; Choices = @() }
        @{ Name = '--empty'; About = 'begin with an empty database'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'data move' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'export' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--format'; About = 'sqlite, csv or parquet (default: sqlite for names that end in .db or .sqlite, otherwise csv)'; Valued = $true; Choices = @('sqlite', 'csv', 'parquet') }
        @{ Name = '--org'; About = 'of this org only'; Valued = $true; Choices = @() }
        @{ Name = '--all'; About = 'of every org (default)'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'import' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--merge'; About = 'add it to what is here (to replace what is here: seatwatch restore)'; Valued = $false; Choices = @() }
        @{ Name = '--dry-run'; About = 'only show what would be added'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'forget' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--user'; About = 'whom: a username, also a former one, or a user id'; Valued = $true; Choices = @() }
        @{ Name = '--dry-run'; About = 'only show what would be removed'; Valued = $false; Choices = @() }
        @{ Name = '--and-ignore'; About = 'store nothing about them in later collections, either'; Valued = $false; Choices = @() }
        @{ Name = '--stop-ignoring'; About = 'the reverse of --and-ignore; needs the user id'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'publish' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--to'; About = 'where to: postgres://user@host:port/database, without a password'; Valued = $true; Choices = @() }
        @{ Name = '--schema'; About = 'schema of the tables'; Valued = $true; Choices = @() }
        @{ Name = '--all'; About = 'every org, one after another'; Valued = $false; Choices = @() }
        @{ Name = '--full'; About = 'compare every row there, and not only what changed here'; Valued = $false; Choices = @() }
        @{ Name = '--dry-run'; About = 'count what would change, and change nothing'; Valued = $false; Choices = @() }
        @{ Name = '--keep-removed'; About = 'keep sign-ins there that are too old to be kept here'; Valued = $false; Choices = @() }
        @{ Name = '--take-over'; About = 'publish an org that was published from another computer'; Valued = $false; Choices = @() }
        @{ Name = '--password-env'; About = 'read the password from this variable'; Valued = $true; Choices = @() }
        @{ Name = '--password-stdin'; About = 'read the password from standard input'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'doctor' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--bundle'; About = 'write a report for support to FILE: no secret, no personal data'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'log' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--level'; About = 'this level and worse: error, warn, info, debug'; Valued = $true; Choices = @('error', 'warn', 'info', 'debug') }
        @{ Name = '--since'; About = 'from this moment on'; Valued = $true; Choices = @() }
        @{ Name = '--lines'; About = 'the newest N lines'; Valued = $true; Choices = @() }
        @{ Name = '--follow'; About = 'go on printing what is added, until stopped'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'metrics' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--format'; About = 'openmetrics, or prometheus for the text-file collector of node_exporter'; Valued = $true; Choices = @('openmetrics', 'prometheus') }
        @{ Name = '--out'; About = 'write to FILE, complete or not at all, readable by everybody'; Valued = $true; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'policy' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'update' = @{
      Words = @(
        @{ Name = 'check'; About = 'looks for a newer version where the settings or the policy of this computer say' }
        @{ Name = 'download'; About = 'fetches the newer version, verifies it, and prints where the file is; installs nothing' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'update check' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'update download' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'schedule' = @{
      Words = @(
        @{ Name = 'install'; About = 'collects regularly by itself: writes and starts a schedule of this computer, or replaces it' }
        @{ Name = 'remove'; About = 'removes what install made, and nothing else' }
        @{ Name = 'show'; About = 'what is scheduled, whether it is active, and when it runs next' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'schedule install' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--at'; About = 'HH:MM, in the time zone of this computer'; Valued = $true; Choices = @() }
        @{ Name = '--every'; About = 'how often'; Valued = $true; Choices = @('day', 'weekday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', '1h', '2h', '3h', '4h', '6h', '8h', '12h') }
        @{ Name = '--with'; About = 'what starts it (default: the best one here)'; Valued = $true; Choices = @('systemd', 'cron', 'launchd', 'task-scheduler') }
        @{ Name = '--org'; About = 'collect this org only (default: all)'; Valued = $true; Choices = @() }
        @{ Name = '--all'; About = 'that of all orgs that are not paused'; Valued = $false; Choices = @() }
        @{ Name = '--passphrase-file'; About = 'file whose first line is the vault''s passphrase, readable by you only'; Valued = $true; Choices = @() }
        @{ Name = '--dry-run'; About = 'show what would be written and run, and do nothing'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'schedule remove' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--org'; About = 'that of this org only (default: all of the data folder)'; Valued = $true; Choices = @() }
        @{ Name = '--all'; About = 'that of all orgs that are not paused'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'schedule show' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--org'; About = 'that of this org only (default: all of the data folder)'; Valued = $true; Choices = @() }
        @{ Name = '--all'; About = 'that of all orgs that are not paused'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'demo-org' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--port'; About = 'port (default: any free one)'; Valued = $true; Choices = @() }
        @{ Name = '--users'; About = 'users of all kinds (default 1200)'; Valued = $true; Choices = @() }
        @{ Name = '--logins'; About = 'rows of login history (default: what such a company makes)'; Valued = $true; Choices = @() }
        @{ Name = '--seed'; About = 'same seed, same company (default 1)'; Valued = $true; Choices = @() }
        @{ Name = '--daily-limit'; About = 'API requests the org may use in 24 hours'; Valued = $true; Choices = @() }
        @{ Name = '--certificate'; About = 'certificate (PEM) of the app, for the JWT bearer flow; may be given several times'; Valued = $true; Choices = @() }
        @{ Name = '--sandbox'; About = 'be a sandbox: JWTs are addressed to test.salesforce.com'; Valued = $false; Choices = @() }
        @{ Name = '--control-token-env'; About = 'opens URL/__control to whoever sends the token in this variable'; Valued = $true; Choices = @() }
        @{ Name = '--switches'; About = 'lists what /__control can do and switch, and serves nothing'; Valued = $false; Choices = @() }
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'completion' = @{
      Words = @(
        @{ Name = 'bash'; About = 'bash' }
        @{ Name = 'zsh'; About = 'zsh' }
        @{ Name = 'fish'; About = 'fish' }
        @{ Name = 'powershell'; About = 'powershell' }
      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
    'man' = @{
      Words = @(

      )
      Options = @(
        @{ Name = '--data-dir'; About = 'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)'; Valued = $true; Choices = @() }
        @{ Name = '--json'; About = 'one JSON document on standard output'; Valued = $false; Choices = @() }
        @{ Name = '--quiet'; About = 'no progress on standard error'; Valued = $false; Choices = @() }
        @{ Name = '--help'; About = 'show help'; Valued = $false; Choices = @() }
      )
    }
  }

  $path = ''
  $option = $null
  $elements = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  foreach ($word in $elements) {
    if ($null -ne $option) { $option = $null; continue }
    if ($word.StartsWith('-')) {
      $option = $commands[$path].Options | Where-Object { $_.Name -eq $word -and $_.Valued } | Select-Object -First 1
      continue
    }
    $next = "$path $word".Trim()
    if ($commands.ContainsKey($next)) { $path = $next }
  }

  if ($null -ne $option) {
    $found = @($option.Choices | ForEach-Object { @{ Name = $_; About = $_ } })
  } elseif ($wordToComplete.StartsWith('-')) {
    $found = $commands[$path].Options
  } else {
    $found = $commands[$path].Words
  }
  $found | Where-Object { $_.Name -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_.Name, $_.Name, 'ParameterValue', $_.About)
  }
}
