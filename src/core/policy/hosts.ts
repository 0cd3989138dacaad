/**
 * A matcher for `acme.example.com` and `*.example.com` (any depth below, not `example.com` itself). Compared as
 * URLs write hosts: lower case, names of other scripts in punycode, no trailing dot.
 */
export function hostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const exact = new Set<string>();
  const suffixes: string[] = [];
  for (const pattern of patterns) {
    if (pattern.startsWith('*.')) suffixes.push(`.${normal(pattern.slice(2))}`);
    else exact.add(normal(pattern));
  }
  return (host) => {
    const name = normal(host);
    return exact.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
  };
}

function normal(host: string): string {
  let name = host;
  try {
    name = new URL(`https://${host}`).hostname;
  } catch {
    // Not a name that could stand in an address: it matches nothing but itself.
  }
  return name.toLowerCase().replace(/\.$/, '');
}
