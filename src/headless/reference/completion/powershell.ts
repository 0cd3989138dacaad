import { type CommandFacts, type OptionFacts, optionsOf } from '../tree';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function optionEntry({ long, description, value, choices }: OptionFacts): string {
  const words = choices.map(quoted).join(', ');
  return `@{ Name = ${quoted(long)}; About = ${quoted(description)}; Valued = $${String(value !== null)}; Choices = @(${words}) }`;
}

/** Windows PowerShell 5.1 and PowerShell 7. */
export function powershellCompletion(tree: readonly CommandFacts[]): string {
  const aboutOf = (path: string): string => tree.find((one) => one.path === path)?.description ?? '';
  const commands = tree.map((command) => {
    const { path, subcommands } = command;
    const words = [
      ...subcommands.map((name) => ({ name, about: aboutOf(path === '' ? name : `${path} ${name}`) })),
      ...(command.arguments[0]?.choices ?? []).map((name) => ({ name, about: name })),
    ];
    return `    ${quoted(path)} = @{
      Words = @(
${words.map(({ name, about }) => `        @{ Name = ${quoted(name)}; About = ${quoted(about === '' ? name : about)} }`).join('\n')}
      )
      Options = @(
${optionsOf(tree, command)
  .map((option) => `        ${optionEntry(option)}`)
  .join('\n')}
      )
    }`;
  });
  return `# Completion of seatwatch for PowerShell, made by: seatwatch completion powershell
# Load it in your profile: seatwatch completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'seatwatch' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  $commands = @{
${commands.join('\n')}
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
`;
}
