#!/bin/sh
# usage: keyring-session.sh COMMAND [ARGS…]
# Runs a command on a session bus of its own, with a new GNOME keyring that is unlocked by an empty password.
# HOME must be a scratch folder.

if [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ]; then
  # The bus remarks on limits and on every service it starts: that goes to a file, the command's own errors do not.
  exec 3>&2 2>"$HOME/session-bus.log"
  dbus-run-session -- sh "$0" "$@"
  code=$?
  [ -e "$HOME/keyring-unlocked" ] || cat "$HOME/session-bus.log" >&3
  exit "$code"
fi

printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null || {
  echo 'The GNOME keyring could not be started.' >&2
  exit 1
}
: >"$HOME/keyring-unlocked"
exec "$@" 2>&3 3>&-
