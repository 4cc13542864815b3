#!/bin/bash
# The shipped configurations of nginx and Caddy, tried with TLS: the way through, and that no malformed request makes
# the program see one that the proxy did not.
. "$(dirname "$0")/tap.bash"
cd "$(dirname "$0")/../.."

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
# Something answers there.
answers() { curl -sko /dev/null --retry 80 --retry-connrefused --retry-delay 0 --retry-max-time 20 "$1"; }

check "a house" "$TZ" init --org 云上支部
check "a token for the counts" "$TZ" token add admin --metrics --json
token=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).token)' "$DIR/out")
APP=$(free_port) TLS=$(free_port) PLAIN=$(free_port)
"$TZ" serve --listen "127.0.0.1:$APP" >"$DIR/serve.out" 2>"$DIR/serve.err" &
server=$!
proxy=
trap 'kill $server $proxy 2>/dev/null; rm -rf "$DIR"' EXIT
answers "http://127.0.0.1:$APP/healthz" && ok "the server answers" || not_ok "the server answers"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$DIR/key" -out "$DIR/cert" 2>"$DIR/err" || not_ok "a certificate"

try() { # NAME
    local url=https://localhost:$TLS
    answers "$url/healthz" || not_ok "$1 answers"
    check "$1: a page by TLS" curl -sSi --cacert "$DIR/cert" --resolve "localhost:$TLS:127.0.0.1" "$url/sign-in"
    says "$1: cookies go by TLS only" '; Secure'
    says "$1: and the browser is told to stay with it" 'max-age=31536000'
    check "$1: a stranger says that he came without TLS" curl -sS --cacert "$DIR/cert" --resolve "localhost:$TLS:127.0.0.1" \
        -H 'X-Forwarded-Proto: http' -i "$url/sign-in"
    says "$1: and is not believed" '; Secure'
    check "$1: malformed requests" env APP="$APP" TLS="$TLS" TOKEN="$token" node test/cli/proxy.mjs
    grep '^not ok' "$DIR/out" | sed 's/^not ok/#/'
    kill $proxy
    wait $proxy 2>/dev/null
    proxy=
}

nginx_conf() {
    mkdir -p "$DIR/nginx"
    printf 'daemon off;\nmaster_process off;\npid %s/nginx/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n' "$DIR"
    local temp
    for temp in client_body proxy fastcgi uwsgi scgi; do printf '%s_temp_path %s/nginx/%s;\n' $temp "$DIR" $temp; done
    sed -e "s/listen 443/listen 127.0.0.1:$TLS/; s/listen 80;/listen 127.0.0.1:$PLAIN;/; s/127.0.0.1:8420/127.0.0.1:$APP/" \
        -e "s|/etc/ssl/certs/ledger.pem|$DIR/cert|; s|/etc/ssl/private/ledger.key|$DIR/key|; s/ledger.example.org/localhost/" \
        packaging/proxy/nginx.conf
    echo '}'
}
nginx_conf >"$DIR/nginx.conf"
check "nginx takes the configuration" nginx -t -p "$DIR/nginx" -c "$DIR/nginx.conf"
nginx -p "$DIR/nginx" -c "$DIR/nginx.conf" >"$DIR/nginx.log" 2>&1 &
proxy=$!
try nginx

sed -e "s|^ledger.example.org {|https://localhost:$TLS {\n\tbind 127.0.0.1\n\ttls $DIR/cert $DIR/key|; s/127.0.0.1:8420/127.0.0.1:$APP/" \
    -e '0,/^{$/s//{\n\tadmin off\n\tauto_https disable_redirects/' packaging/proxy/Caddyfile >"$DIR/Caddyfile"
export XDG_DATA_HOME=$DIR XDG_CONFIG_HOME=$DIR
check "Caddy takes the configuration" caddy validate --config "$DIR/Caddyfile" --adapter caddyfile
caddy run --config "$DIR/Caddyfile" --adapter caddyfile >"$DIR/caddy.log" 2>&1 &
proxy=$!
try Caddy
finish
