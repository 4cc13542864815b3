#!/bin/bash
# Builds build/taizhang_VERSION_ARCH.deb from what `make install` installs.
set -eu
cd "$(dirname "$0")/.."

version=$(sed -n 's/^project(taizhang VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
arch=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/root

DESTDIR=$root cmake --install build/release --prefix /usr --strip >/dev/null
install -D -m 644 packaging/taizhang.service "$root/lib/systemd/system/taizhang.service"
install -D -m 644 packaging/taizhang.sysusers "$root/usr/lib/sysusers.d/taizhang.conf"
for text in README.md README.zh-CN.md; do
    [ ! -f $text ] || install -D -m 644 $text "$root/usr/share/doc/taizhang/$text"
done
install -D -m 644 packaging/copyright "$root/usr/share/doc/taizhang/copyright"

# dpkg-shlibdeps asks for a source package's control file beside it.
mkdir -p "$stage/debian" "$root/DEBIAN"
printf 'Source: taizhang\n\nPackage: taizhang\nArchitecture: any\n' >"$stage/debian/control"
depends=$(cd "$stage" && dpkg-shlibdeps -O root/usr/bin/taizhang 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')

cat >"$root/DEBIAN/control" <<CONTROL
Package: taizhang
Version: $version
Architecture: $arch
Maintainer: The taizhang maintainers <taizhang@localhost>
Section: web
Priority: optional
Depends: $depends, systemd
Recommends: poppler-utils, poppler-data, antiword, catdoc
Suggests: postgresql-15
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Description: ledger of a branch's work, from what is due to the yearly report
 Keeps the records of meetings and services of a party branch, a cooperative
 or a like body, tells what is due, done and missing, and drafts the yearly
 report so that every figure leads to its records.
CONTROL
install -m 755 packaging/postinst "$root/DEBIAN/postinst"

deb=build/taizhang_${version}_$arch.deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
echo "$deb"
