# Completion of seatwatch for bash, made by: seatwatch completion bash
# Load it in ~/.bashrc: source <(seatwatch completion bash)

_seatwatch_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_seatwatch_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

# Whether an option of a command takes a value.
_seatwatch_takes_value() {
  case "$1:$2" in
    ':--data-dir' | 'org:--data-dir' | 'org add:--name' | 'org add:--url' | 'org add:--consumer-key' | 'org add:--secret-env' | 'org add:--jwt-username' | 'org add:--private-key-file' | 'org add:--data-dir' | 'org list:--data-dir' | 'org show:--data-dir' | 'org remove:--data-dir' | 'org cert:--out' | 'org cert:--data-dir' | 'org rotate-key:--private-key-file' | 'org rotate-key:--out' | 'org rotate-key:--data-dir' | 'test:--data-dir' | 'collect:--max-calls' | 'collect:--threshold' | 'collect:--data-dir' | 'status:--data-dir' | 'licenses:--inactive-days' | 'licenses:--grace-days' | 'licenses:--format' | 'licenses:--out' | 'licenses:--data-dir' | 'users:--format' | 'users:--out' | 'users:--data-dir' | 'logins:--since' | 'logins:--until' | 'logins:--user' | 'logins:--format' | 'logins:--out' | 'logins:--data-dir' | 'findings:--check' | 'findings:--severity' | 'findings:--status' | 'findings:--format' | 'findings:--out' | 'findings:--data-dir' | 'checks:--format' | 'checks:--out' | 'checks:--data-dir' | 'limits:--format' | 'limits:--out' | 'limits:--data-dir' | 'backup:--data-dir' | 'restore:--data-dir' | 'data:--data-dir' | 'data where:--data-dir' | 'data check:--data-dir' | 'data backups:--data-dir' | 'data recover:--from-backup' | 'data recover:--data-dir' | 'data move:--data-dir' | 'export:--format' | 'export:--org' | 'export:--data-dir' | 'import:--data-dir' | 'forget:--user' | 'forget:--data-dir' | 'publish:--to' | 'publish:--schema' | 'publish:--password-env' | 'publish:--data-dir' | 'doctor:--bundle' | 'doctor:--data-dir' | 'log:--level' | 'log:--since' | 'log:--lines' | 'log:--data-dir' | 'metrics:--format' | 'metrics:--out' | 'metrics:--data-dir' | 'policy:--data-dir' | 'update:--data-dir' | 'update check:--data-dir' | 'update download:--data-dir' | 'schedule:--data-dir' | 'schedule install:--at' | 'schedule install:--every' | 'schedule install:--with' | 'schedule install:--org' | 'schedule install:--passphrase-file' | 'schedule install:--data-dir' | 'schedule remove:--org' | 'schedule remove:--data-dir' | 'schedule show:--org' | 'schedule show:--data-dir' | 'demo-org:--port' | 'demo-org:--users' | 'demo-org:--logins' | 'demo-org:--seed' | 'demo-org:--daily-limit' | 'demo-org:--certificate' | 'demo-org:--control-token-env' | 'demo-org:--data-dir' | 'completion:--data-dir' | 'man:--data-dir') return 0 ;;
  esac
  return 1
}

_seatwatch() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command= word index arguments=0
  COMPREPLY=()
  # Bash takes --option=value apart at the equals sign.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    case $word in
      -*)
        if _seatwatch_takes_value "$command" "$word"; then
          [[ ${COMP_WORDS[index + 1]} == = ]] && ((index++))
          ((index++))
        fi
        continue
        ;;
    esac
    case "$command:$word" in
      ':org' | ':test' | ':collect' | ':status' | ':licenses' | ':users' | ':logins' | ':findings' | ':checks' | ':limits' | ':backup' | ':restore' | ':data' | ':export' | ':import' | ':forget' | ':publish' | ':doctor' | ':log' | ':metrics' | ':policy' | ':update' | ':schedule' | ':demo-org' | ':completion' | ':man') command="${command:+$command }$word" ;;
      'org:add' | 'org:list' | 'org:show' | 'org:remove' | 'org:cert' | 'org:rotate-key') command="${command:+$command }$word" ;;
      'data:where' | 'data:check' | 'data:backups' | 'data:recover' | 'data:move') command="${command:+$command }$word" ;;
      'update:check' | 'update:download') command="${command:+$command }$word" ;;
      'schedule:install' | 'schedule:remove' | 'schedule:show') command="${command:+$command }$word" ;;
      *) ((arguments++)) ;;
    esac
  done
  case "$command:$previous" in
    ':--data-dir') _seatwatch_files -d; return ;;
    'org:--data-dir') _seatwatch_files -d; return ;;
    'org add:--name') :; return ;;
    'org add:--url') :; return ;;
    'org add:--consumer-key') :; return ;;
    'org add:--secret-env') :; return ;;
    'org add:--jwt-username') :; return ;;
    'org add:--private-key-file') _seatwatch_files -f; return ;;
    'org add:--data-dir') _seatwatch_files -d; return ;;
    'org list:--data-dir') _seatwatch_files -d; return ;;
    'org show:--data-dir') _seatwatch_files -d; return ;;
    'org remove:--data-dir') _seatwatch_files -d; return ;;
    'org cert:--out') _seatwatch_files -f; return ;;
    'org cert:--data-dir') _seatwatch_files -d; return ;;
    'org rotate-key:--private-key-file') _seatwatch_files -f; return ;;
    'org rotate-key:--out') _seatwatch_files -f; return ;;
    'org rotate-key:--data-dir') _seatwatch_files -d; return ;;
    'test:--data-dir') _seatwatch_files -d; return ;;
    'collect:--max-calls') :; return ;;
    'collect:--threshold') :; return ;;
    'collect:--data-dir') _seatwatch_files -d; return ;;
    'status:--data-dir') _seatwatch_files -d; return ;;
    'licenses:--inactive-days') :; return ;;
    'licenses:--grace-days') :; return ;;
    'licenses:--format') _seatwatch_words 'table csv json xlsx'; return ;;
    'licenses:--out') _seatwatch_files -f; return ;;
    'licenses:--data-dir') _seatwatch_files -d; return ;;
    'users:--format') _seatwatch_words 'table csv json'; return ;;
    'users:--out') _seatwatch_files -f; return ;;
    'users:--data-dir') _seatwatch_files -d; return ;;
    'logins:--since') :; return ;;
    'logins:--until') :; return ;;
    'logins:--user') :; return ;;
    'logins:--format') _seatwatch_words 'table csv json'; return ;;
    'logins:--out') _seatwatch_files -f; return ;;
    'logins:--data-dir') _seatwatch_files -d; return ;;
    'findings:--check') :; return ;;
    'findings:--severity') _seatwatch_words 'critical high medium low info'; return ;;
    'findings:--status') _seatwatch_words 'open acknowledged resolved'; return ;;
    'findings:--format') _seatwatch_words 'table csv json ocsf ecs'; return ;;
    'findings:--out') _seatwatch_files -f; return ;;
    'findings:--data-dir') _seatwatch_files -d; return ;;
    'checks:--format') _seatwatch_words 'table csv json'; return ;;
    'checks:--out') _seatwatch_files -f; return ;;
    'checks:--data-dir') _seatwatch_files -d; return ;;
    'limits:--format') _seatwatch_words 'table csv json'; return ;;
    'limits:--out') _seatwatch_files -f; return ;;
    'limits:--data-dir') _seatwatch_files -d; return ;;
    'backup:--data-dir') _seatwatch_files -d; return ;;
    'restore:--data-dir') _seatwatch_files -d; return ;;
    'data:--data-dir') _seatwatch_files -d; return ;;
    'data where:--data-dir') _seatwatch_files -d; return ;;
    'data check:--data-dir') _seatwatch_files -d; return ;;
    'data backups:--data-dir') _seatwatch_files -d; return ;;
    'data recover:--from-backup') _seatwatch_files -f; return ;;
    'data recover:--data-dir') _seatwatch_files -d; return ;;
    'data move:--data-dir') _seatwatch_files -d; return ;;
    'export:--format') _seatwatch_words 'sqlite csv parquet'; return ;;
    'export:--org') :; return ;;
    'export:--data-dir') _seatwatch_files -d; return ;;
    'import:--data-dir') _seatwatch_files -d; return ;;
    'forget:--user') :; return ;;
    'forget:--data-dir') _seatwatch_files -d; return ;;
    'publish:--to') :; return ;;
    'publish:--schema') :; return ;;
    'publish:--password-env') :; return ;;
    'publish:--data-dir') _seatwatch_files -d; return ;;
    'doctor:--bundle') _seatwatch_files -f; return ;;
    'doctor:--data-dir') _seatwatch_files -d; return ;;
    'log:--level') _seatwatch_words 'error warn info debug'; return ;;
    'log:--since') :; return ;;
    'log:--lines') :; return ;;
    'log:--data-dir') _seatwatch_files -d; return ;;
    'metrics:--format') _seatwatch_words 'openmetrics prometheus'; return ;;
    'metrics:--out') _seatwatch_files -f; return ;;
    'metrics:--data-dir') _seatwatch_files -d; return ;;
    'policy:--data-dir') _seatwatch_files -d; return ;;
    'update:--data-dir') _seatwatch_files -d; return ;;
    'update check:--data-dir') _seatwatch_files -d; return ;;
    'update download:--data-dir') _seatwatch_files -d; return ;;
    'schedule:--data-dir') _seatwatch_files -d; return ;;
    'schedule install:--at') :; return ;;
    'schedule install:--every') _seatwatch_words 'day weekday sunday monday tuesday wednesday thursday friday saturday 1h 2h 3h 4h 6h 8h 12h'; return ;;
    'schedule install:--with') _seatwatch_words 'systemd cron launchd task-scheduler'; return ;;
    'schedule install:--org') :; return ;;
    'schedule install:--passphrase-file') _seatwatch_files -f; return ;;
    'schedule install:--data-dir') _seatwatch_files -d; return ;;
    'schedule remove:--org') :; return ;;
    'schedule remove:--data-dir') _seatwatch_files -d; return ;;
    'schedule show:--org') :; return ;;
    'schedule show:--data-dir') _seatwatch_files -d; return ;;
    'demo-org:--port') :; return ;;
    'demo-org:--users') :; return ;;
    'demo-org:--logins') :; return ;;
    'demo-org:--seed') :; return ;;
    'demo-org:--daily-limit') :; return ;;
    'demo-org:--certificate') _seatwatch_files -f; return ;;
    'demo-org:--control-token-env') :; return ;;
    'demo-org:--data-dir') _seatwatch_files -d; return ;;
    'completion:--data-dir') _seatwatch_files -d; return ;;
    'man:--data-dir') _seatwatch_files -d; return ;;
  esac
  if [[ $current == -* ]]; then
    case $command in
      '') _seatwatch_words '--data-dir --json --quiet -V --version -h --help' ;;
      'org') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'org add') _seatwatch_words '--name --url --consumer-key --secret-stdin --secret-env --jwt-username --private-key-file --data-dir --json --quiet -h --help' ;;
      'org list') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'org show') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'org remove') _seatwatch_words '--delete-data --data-dir --json --quiet -h --help' ;;
      'org cert') _seatwatch_words '--next --out --data-dir --json --quiet -h --help' ;;
      'org rotate-key') _seatwatch_words '--private-key-file --out --cancel --data-dir --json --quiet -h --help' ;;
      'test') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'collect') _seatwatch_words '--all --max-calls --threshold --data-dir --json --quiet -h --help' ;;
      'status') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'licenses') _seatwatch_words '--unused --inactive-days --grace-days --include-free --include-features --own-rule --format --out --data-dir --json --quiet -h --help' ;;
      'users') _seatwatch_words '--format --out --data-dir --json --quiet -h --help' ;;
      'logins') _seatwatch_words '--since --until --user --format --out --data-dir --json --quiet -h --help' ;;
      'findings') _seatwatch_words '--check --severity --status --include-muted --format --out --data-dir --json --quiet -h --help' ;;
      'checks') _seatwatch_words '--format --out --data-dir --json --quiet -h --help' ;;
      'limits') _seatwatch_words '--history --format --out --data-dir --json --quiet -h --help' ;;
      'backup') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'restore') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'data') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'data where') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'data check') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'data backups') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'data recover') _seatwatch_words '--from-backup --salvage --empty --data-dir --json --quiet -h --help' ;;
      'data move') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'export') _seatwatch_words '--format --org --all --data-dir --json --quiet -h --help' ;;
      'import') _seatwatch_words '--merge --dry-run --data-dir --json --quiet -h --help' ;;
      'forget') _seatwatch_words '--user --dry-run --and-ignore --stop-ignoring --data-dir --json --quiet -h --help' ;;
      'publish') _seatwatch_words '--to --schema --all --full --dry-run --keep-removed --take-over --password-env --password-stdin --data-dir --json --quiet -h --help' ;;
      'doctor') _seatwatch_words '--bundle --data-dir --json --quiet -h --help' ;;
      'log') _seatwatch_words '--level --since --lines --follow --data-dir --json --quiet -h --help' ;;
      'metrics') _seatwatch_words '--format --out --data-dir --json --quiet -h --help' ;;
      'policy') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'update') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'update check') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'update download') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'schedule') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'schedule install') _seatwatch_words '--at --every --with --org --all --passphrase-file --dry-run --data-dir --json --quiet -h --help' ;;
      'schedule remove') _seatwatch_words '--org --all --data-dir --json --quiet -h --help' ;;
      'schedule show') _seatwatch_words '--org --all --data-dir --json --quiet -h --help' ;;
      'demo-org') _seatwatch_words '--port --users --logins --seed --daily-limit --certificate --sandbox --control-token-env --switches --data-dir --json --quiet -h --help' ;;
      'completion') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
      'man') _seatwatch_words '--data-dir --json --quiet -h --help' ;;
    esac
    return
  fi
  case "$command:$arguments" in
    ':0') _seatwatch_words 'org test collect status licenses users logins findings checks limits backup restore data export import forget publish doctor log metrics policy update schedule demo-org completion man' ;;
    'org:0') _seatwatch_words 'add list show remove cert rotate-key' ;;
    'data:0') _seatwatch_words 'where check backups recover move' ;;
    'update:0') _seatwatch_words 'check download' ;;
    'schedule:0') _seatwatch_words 'install remove show' ;;
    'org show:0') : ;;
    'org remove:0') : ;;
    'org cert:0') : ;;
    'org rotate-key:0') : ;;
    'test:0') : ;;
    'collect:0') : ;;
    'status:0') : ;;
    'licenses:0') : ;;
    'users:0') : ;;
    'logins:0') : ;;
    'findings:0') : ;;
    'checks:0') : ;;
    'limits:0') : ;;
    'backup:0') _seatwatch_files -f ;;
    'restore:0') _seatwatch_files -f ;;
    'data move:0') _seatwatch_files -d ;;
    'export:0') : ;;
    'import:0') _seatwatch_files -f ;;
    'forget:0') : ;;
    'publish:0') : ;;
    'completion:0') _seatwatch_words 'bash zsh fish powershell' ;;
  esac
}

complete -F _seatwatch seatwatch
