/** In the shape that Electron's `session.setProxy` takes. */
export interface ProxyRule {
  mode: 'direct' | 'system' | 'fixed_servers';
  proxyRules?: string;
}

/** What a policy's `proxy` means for the network stack. Loopback is never sent through a proxy. */
export function proxyRule(proxy: string): ProxyRule {
  const wanted = proxy.toLowerCase();
  if (wanted === 'direct' || wanted === 'system') return { mode: wanted };
  return { mode: 'fixed_servers', proxyRules: proxy };
}
