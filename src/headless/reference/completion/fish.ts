import { type CommandFacts, type OptionFacts, optionsOf, type ValueKind } from '../tree';

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** -r: it takes a value; -f: which is no file. */
function valueFlags(kind: ValueKind, choices: readonly string[]): string {
  if (choices.length > 0) return ` -r -f -a ${quoted(choices.join(' '))}`;
  if (kind === 'folder') return ` -r -f -a '(__fish_complete_directories)'`;
  return kind === 'file' ? ' -r -F' : ' -r -f';
}

function optionLine(path: string, { long, short, description, value, kind, choices }: OptionFacts): string {
  const letter = short === null ? '' : ` -s ${short.slice(1)}`;
  const takes = value === null ? '' : valueFlags(kind, choices);
  return `complete -c seatwatch -n ${quoted(`__seatwatch_at "${path}"`)}${letter} -l ${long.slice(2)}${takes} -d ${quoted(description)}`;
}

export function fishCompletion(tree: readonly CommandFacts[]): string {
  const aboutOf = (path: string): string => tree.find((one) => one.path === path)?.description ?? '';
  const valued = new Set(
    tree.flatMap((command) =>
      optionsOf(tree, command)
        .filter(({ value }) => value !== null)
        .map(({ long }) => quoted(`${command.path}:${long}`)),
    ),
  );
  const lines = tree.flatMap((command) => {
    const { path, subcommands } = command;
    const at = quoted(`__seatwatch_at "${path}"`);
    return [
      '',
      ...subcommands.map(
        (name) =>
          `complete -c seatwatch -n ${at} -a ${name} -d ${quoted(aboutOf(path === '' ? name : `${path} ${name}`))}`,
      ),
      ...command.arguments
        .filter(({ choices, kind }) => choices.length > 0 || kind !== 'other')
        .map(
          ({ choices, kind }) =>
            `complete -c seatwatch -n ${at}${valueFlags(kind, choices).replace(' -r', '')}`,
        ),
      ...optionsOf(tree, command).map((option) => optionLine(path, option)),
    ];
  });
  return `# Completion of seatwatch for fish, made by: seatwatch completion fish
# Put it into ~/.config/fish/completions/seatwatch.fish

# The command that is being typed, without its options: "org add".
function __seatwatch_command
    set -l valued ${[...valued].join(' ')}
    set -l commands ${tree
      .filter(({ path }) => path !== '')
      .map(({ path }) => quoted(path))
      .join(' ')}
    set -l found ''
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- "$found:$word" $valued; and set skip 1
        else if contains -- (string trim -- "$found $word") $commands
            set found (string trim -- "$found $word")
        end
    end
    echo $found
end

function __seatwatch_at
    test (__seatwatch_command) = "$argv[1]"
end

complete -c seatwatch -f
${lines.join('\n')}
`;
}
