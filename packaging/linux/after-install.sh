#!/bin/sh
# Runs as root after the package's files are in place (deb and rpm). The name in braces is filled in at build time.
set -e
program='/opt/${sanitizedProductName}'

# Chromium makes its sandbox from user namespaces; only where people may not make them does the helper need root. Asked
# as nobody, because root may always; and with a mapping, because Ubuntu hands out namespaces that are good for nothing.
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --map-root-user true 2>/dev/null; then
  chmod 0755 "$program/chrome-sandbox"
else
  chmod 4755 "$program/chrome-sandbox"
fi

# Ubuntu 24.04 and newer refuse user namespaces to programs without an AppArmor profile. Older versions of AppArmor do
# not know this kind of profile and do not need it.
profile=/etc/apparmor.d/${executable}
if [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$program/resources/apparmor-profile" >/dev/null 2>&1; then
  cp "$program/resources/apparmor-profile" "$profile"
  # In the image of another computer there is no kernel of its own to tell.
  if ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache "$profile" || true
  fi
fi

# Where administrators put policy.json; the package itself brings none.
install -d -m 755 /etc/${executable}

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
