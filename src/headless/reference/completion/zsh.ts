import { type ArgumentFacts, type CommandFacts, type OptionFacts, optionsOf, type ValueKind } from '../tree';

/** Within single quotes, and within the brackets and between the colons of _arguments. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const plain = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');

function action(kind: ValueKind, choices: readonly string[]): string {
  if (choices.length > 0) return `(${choices.join(' ')})`;
  if (kind === 'folder') return '_files -/';
  return kind === 'file' ? '_files' : ' ';
}

function optionSpec({ long, short, description, value, kind, choices }: OptionFacts): string {
  const takes = value === null ? '' : `:${plain(value)}:${action(kind, choices)}`;
  const text = `[${plain(description)}]${takes}`;
  if (short === null) return quoted(`${long}${value === null ? '' : '='}${text}`);
  return `${quoted(`(${short} ${long})`)}{${short},${long}}${quoted(text)}`;
}

const argumentSpec = ({ name, kind, choices }: ArgumentFacts, index: number): string =>
  quoted(`${String(index + 1)}:${plain(name)}:${action(kind, choices)}`);

const functionOf = (path: string): string =>
  `_seatwatch${path === '' ? '' : `_${path.replace(/[^a-z]/g, '_')}`}`;

export function zshCompletion(tree: readonly CommandFacts[]): string {
  const functions = tree.map((command) => {
    const { path, subcommands } = command;
    const specs = optionsOf(tree, command).map(optionSpec);
    const name = functionOf(path);
    if (subcommands.length === 0)
      return `${name}() {\n  _arguments -s \\\n    ${[...specs, ...command.arguments.map(argumentSpec)].join(' \\\n    ')}\n}`;
    const children = subcommands.map((child) => {
      const childPath = path === '' ? child : `${path} ${child}`;
      return { child, childPath, about: tree.find((one) => one.path === childPath)?.description ?? '' };
    });
    return `${name}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${children.map(({ child, about }) => `    ${quoted(`${child}:${about}`)}`).join('\n')}
  )
  _arguments -C -s \\
    ${[...specs, quoted('1: :->command'), quoted('*:: :->arguments')].join(' \\\n    ')}
  case $state in
    command) _describe -t commands command commands ;;
    arguments)
      case $line[1] in
${children.map(({ child, childPath }) => `        ${child}) ${functionOf(childPath)} ;;`).join('\n')}
      esac
      ;;
  esac
}`;
  });
  return `#compdef seatwatch
# Completion of seatwatch for zsh, made by: seatwatch completion zsh
# Put it as _seatwatch into a folder of $fpath, or load it in ~/.zshrc: source <(seatwatch completion zsh)

${functions.join('\n\n')}

if [[ $funcstack[1] == _seatwatch ]]; then
  _seatwatch "$@"
else
  compdef _seatwatch seatwatch
fi
`;
}
