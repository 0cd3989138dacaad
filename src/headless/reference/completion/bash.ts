import { type CommandFacts, type OptionFacts, optionsOf, type ValueKind } from '../tree';

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function values(kind: ValueKind, choices: readonly string[]): string {
  if (choices.length > 0) return `_seatwatch_words ${quoted(choices.join(' '))}`;
  return kind === 'other' ? ':' : `_seatwatch_files ${kind === 'folder' ? '-d' : '-f'}`;
}

const valued = (options: readonly OptionFacts[]): OptionFacts[] =>
  options.filter(({ value }) => value !== null);
const namesOf = ({ long, short }: OptionFacts): string[] => (short === null ? [long] : [short, long]);

/** Bash 3.2 and newer; needs nothing of the bash-completion package. */
export function bashCompletion(tree: readonly CommandFacts[]): string {
  const parents = tree.filter(({ subcommands }) => subcommands.length > 0);
  const options = (command: CommandFacts): OptionFacts[] => optionsOf(tree, command);
  const patterns = tree.flatMap((command) =>
    valued(options(command)).flatMap((option) =>
      namesOf(option).map((name) => quoted(`${command.path}:${name}`)),
    ),
  );
  return `# Completion of seatwatch for bash, made by: seatwatch completion bash
# Load it in ~/.bashrc: source <(seatwatch completion bash)

_seatwatch_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_seatwatch_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

# Whether an option of a command takes a value.
_seatwatch_takes_value() {
  case "$1:$2" in
    ${patterns.join(' | ')}) return 0 ;;
  esac
  return 1
}

_seatwatch() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command= word index arguments=0
  COMPREPLY=()
  # Bash takes --option=value apart at the equals sign.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case $word in
      -*)
        if _seatwatch_takes_value "$command" "$word"; then
          [[ \${COMP_WORDS[index + 1]} == = ]] && ((index++))
          ((index++))
        fi
        continue
        ;;
    esac
    case "$command:$word" in
${parents
  .map(({ path, subcommands }) => {
    const words = subcommands.map((name) => quoted(`${path}:${name}`)).join(' | ');
    return `      ${words}) command="\${command:+$command }$word" ;;`;
  })
  .join('\n')}
      *) ((arguments++)) ;;
    esac
  done
  case "$command:$previous" in
${tree
  .flatMap((command) =>
    valued(options(command)).map(
      (option) =>
        `    ${namesOf(option)
          .map((name) => quoted(`${command.path}:${name}`))
          .join(' | ')}) ${values(option.kind, option.choices)}; return ;;`,
    ),
  )
  .join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
${tree
  .map(
    (command) =>
      `      ${quoted(command.path)}) _seatwatch_words ${quoted(options(command).flatMap(namesOf).join(' '))} ;;`,
  )
  .join('\n')}
    esac
    return
  fi
  case "$command:$arguments" in
${parents.map(({ path, subcommands }) => `    ${quoted(`${path}:0`)}) _seatwatch_words ${quoted(subcommands.join(' '))} ;;`).join('\n')}
${tree
  .flatMap(({ path, arguments: args }) =>
    args.map(
      ({ kind, choices }, index) => `    ${quoted(`${path}:${String(index)}`)}) ${values(kind, choices)} ;;`,
    ),
  )
  .join('\n')}
  esac
}

complete -F _seatwatch seatwatch
`;
}
