# A private PostgreSQL for the tests: its own folder, a socket in it, no port. To be sourced.
#   postgres_start FOLDER    starts it and sets POSTGRES_URL
#   postgres_stop

POSTGRES_FOLDER=
POSTGRES_URL=

# PostgreSQL refuses to run as root.
postgres_as() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        (cd / && exec "$@")
    fi
}

postgres_bin() {
    ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1
}

postgres_start() {
    local bin log
    bin=$(postgres_bin)
    [ -n "$bin" ] || { echo "PostgreSQL is not installed." >&2; return 1; }
    POSTGRES_FOLDER=$1
    mkdir -p "$POSTGRES_FOLDER"
    if [ "$(id -u)" = 0 ]; then
        chmod 711 "$(dirname "$POSTGRES_FOLDER")"
        chown postgres "$POSTGRES_FOLDER"
    fi
    log=$POSTGRES_FOLDER/log
    postgres_as "$bin/initdb" -D "$POSTGRES_FOLDER/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 \
        --no-sync >"$POSTGRES_FOLDER.initdb" 2>&1 || { cat "$POSTGRES_FOLDER.initdb" >&2; return 1; }
    # Nothing here has to outlive a power cut.
    postgres_as "$bin/pg_ctl" -s -w -D "$POSTGRES_FOLDER/data" -l "$log" -o "-k $POSTGRES_FOLDER \
        -c listen_addresses='' -c max_connections=200 -c fsync=off -c full_page_writes=off" start ||
        { cat "$log" >&2; return 1; }
    POSTGRES_URL="postgresql:///postgres?host=$POSTGRES_FOLDER&user=postgres"
}

postgres_stop() {
    [ -n "$POSTGRES_FOLDER" ] || return 0
    postgres_as "$(postgres_bin)/pg_ctl" -s -m immediate -D "$POSTGRES_FOLDER/data" stop >/dev/null 2>&1
    POSTGRES_FOLDER=
}
