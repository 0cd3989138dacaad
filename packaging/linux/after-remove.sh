#!/bin/sh
# Runs as root after the package's files are gone. dpkg says remove, purge, upgrade …; rpm says how many are left.
set -e

drop_apparmor_profile() {
  profile=/etc/apparmor.d/${executable}
  [ -f "$profile" ] || return 0
  if command -v apparmor_parser >/dev/null 2>&1 && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --remove "$profile" 2>/dev/null || true
  fi
  rm -f "$profile"
}

# What people collected is theirs: it goes only when the administrator asked for it, by a variable or by a file.
wants_data_purged() {
  [ "$SEATWATCH_PURGE_DATA" = 1 ] || [ -e /etc/${executable}/purge-data ]
}

# As the user, never as root: a link in somebody's home must not lead to anybody else's files.
purge_data() {
  getent passwd | while IFS=: read -r user _ uid _ _ home _; do
    [ "$uid" -eq 0 ] || [ "$uid" -ge 1000 ] || continue
    folder="$home/.config/${sanitizedProductName}"
    [ -d "$folder" ] && [ ! -L "$folder" ] || continue
    if command -v runuser >/dev/null 2>&1; then
      runuser -u "$user" -- rm -rf -- "$folder" </dev/null || echo "${executable}: $folder could not be removed" >&2
    fi
  done
}

case "$1" in
  remove | 0)
    drop_apparmor_profile
    # rpm knows no purge: removing is all there is.
    if [ "$1" = 0 ] && wants_data_purged; then purge_data; fi
    ;;
  purge)
    drop_apparmor_profile
    if wants_data_purged; then purge_data; fi
    rm -rf /etc/${executable}
    ;;
esac

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
