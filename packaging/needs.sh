#!/bin/bash
# What taizhang needs from Debian 12, by purpose, and a way to install only what is missing.
#   packaging/needs.sh build [run test lint fuzz deb]
set -eu

BUILD="gcc libc6-dev cmake ninja-build pkg-config ca-certificates gettext
    libsodium-dev libsqlite3-dev libpq-dev libmicrohttpd-dev libzip-dev libxml2-dev libexpat1-dev
    libturbojpeg0-dev libpng-dev libcyaml-dev libyaml-dev libqrencode-dev zlib1g-dev libbrotli-dev"
RUN="poppler-utils poppler-data antiword catdoc" # by which `taizhang text` reads pdf, doc and xls
TEST="postgresql-15 chromium fonts-noto-cjk unzip curl dpkg-dev lintian systemd
    nginx-light caddy openssl"
BENCH="postgresql-15 fossil curl libgroonga-dev python3"
LINT="clang-format clang-tidy python3"
FUZZ="clang"
DEB="dpkg-dev"

# The purposes' packages, one a line.
packages_for() {
    local purpose
    for purpose in "$@"; do
        case $purpose in
        build) printf '%s\n' $BUILD; npm_packages ;;
        run) printf '%s\n' $RUN ;;
        test) printf '%s\n' $TEST ;;
        bench) printf '%s\n' $BENCH ;;
        lint) printf '%s\n' $LINT ;;
        fuzz) printf '%s\n' $FUZZ ;;
        deb) printf '%s\n' $DEB ;;
        *) echo "needs.sh: unknown purpose: $purpose" >&2; return 2 ;;
        esac
    done
}

# Node may have come from elsewhere than Debian.
npm_packages() {
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
}

missing() {
    local package
    while read -r package; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
            echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        sh -c "$1"
    elif command -v sudo >/dev/null; then
        sudo sh -c "$1"
    else
        echo "(root's password is asked for once)" >&2
        su root -c "$1"
    fi
}

install_missing() {
    local list wanted
    wanted=$(packages_for "$@")
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian; taizhang needs what Debian calls:" $wanted >&2
        return
    fi
    list=$(missing <<<"$wanted" | sort -u | tr '\n' ' ')
    [ -n "$list" ] || return 0
    echo "Installing: $list" >&2
    # Tests start their own servers; none that a package brings is started on this machine.
    as_root "if [ ! -e /usr/sbin/policy-rc.d ]; then
            trap 'rm -f /usr/sbin/policy-rc.d' EXIT
            printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
        fi
        apt-get update -q && DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $list" || {
        echo "needs.sh: the packages above could not be installed. As root, run" >&2
        echo "    apt-get update && apt-get install --no-install-recommends $list" >&2
        echo "and then try again." >&2
        return 1
    }
}

install_missing "$@"
