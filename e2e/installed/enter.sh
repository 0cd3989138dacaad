#!/bin/sh
# usage: unshare --mount enter.sh ROOT ARCHIVES COMMAND [ARGS…]
# Becomes the command with ROOT as its whole file system. Not by chroot: there the kernel refuses the namespaces that
# Chromium's sandbox is made of, and the test would not see what people see. The mounts end with the last process.
set -e
root=$1
archives=$2
shift 2

mount --bind "$root" "$root"
for folder in proc dev sys; do mount --rbind "/$folder" "$root/$folder"; done
mount --bind "$archives" "$root/var/cache/apt/archives"
if [ -d /tmp/.X11-unix ]; then
  mkdir -p "$root/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
fi

cd "$root"
mkdir -p .outside
pivot_root . .outside
cd /
umount --lazy /.outside
exec "$@"
