// Sends malformed requests through a proxy by TLS, each with a well-formed one behind it, and counts on the program's own
// page of counts what reached it: never more requests than the proxy answered. One line a probe; status 1 when one fails.
import http from "node:http";
import tls from "node:tls";

const { APP, TLS, TOKEN } = process.env;
const rest = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const post = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n";
const get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
const probes = {
    "two lengths": `${post}Content-Length: 3\r\nContent-Length: 5\r\n\r\na=1`,
    "two equal lengths": `${post}Content-Length: 3\r\nContent-Length: 3\r\n\r\na=1`,
    "a list of lengths": `${post}Content-Length: 3, 3\r\n\r\na=1`,
    "a signed length": `${post}Content-Length: +3\r\n\r\na=1`,
    "a negative length": `${post}Content-Length: -3\r\n\r\na=1`,
    "length and coding": `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "coding and length": `${post}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
    "another coding": `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    "identity": `${post}Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\na=1`,
    "two codings": `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "a blank before the colon": `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
    "a blank in a name": `${get}X Y: 1\r\n\r\n`,
    "no host": "GET /healthz HTTP/1.1\r\nX: y\r\n\r\n",
    "two hosts": "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n",
    "two equal hosts": `${get}Host: localhost\r\n\r\n`,
    "a path for a host": "GET /healthz HTTP/1.1\r\nHost: x/y\r\n\r\n",
    "NUL in a value": `${get}X: a\0b\r\n\r\n`,
    "NUL in a name": `${get}X\0Y: a\r\n\r\n`,
    "NUL in the target": "GET /healthz\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a bare CR": `${get}X: a\rb\r\n\r\n`,
    "a bare LF": "GET /healthz HTTP/1.1\r\nHost: localhost\nX: a\r\n\r\n",
    "bare LFs": "GET /healthz HTTP/1.1\nHost: localhost\n\n",
    "a folded line": `${get}X: a\r\n b\r\n\r\n`,
    "a control character": `${get}X: a\x01b\r\n\r\n`,
    "a line without a colon": `${get}nothing\r\n\r\n`,
    "chunked in HTTP/1.0": "POST /sign-in HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another version": "GET /healthz HTTP/2.7\r\nHost: localhost\r\n\r\n",
    "a chunk with a signed size": `${post}Transfer-Encoding: chunked\r\n\r\n+3\r\na=1\r\n0\r\n\r\n`,
    "a chunk ended by a bare LF": `${post}Transfer-Encoding: chunked\r\n\r\n3\na=1\n0\n\n`,
    "a chunk longer than its size": `${post}Transfer-Encoding: chunked\r\n\r\n2\r\na=1\r\n0\r\n\r\n`,
};

function reached() {
    return new Promise((done, failed) => {
        http.get({ port: APP, path: "/metrics", agent: false, headers: { authorization: `Bearer ${TOKEN}` } }, answer => {
            let text = "";
            answer.on("data", part => (text += part));
            answer.on("end", () => done(Number(/http_requests_total\S* (\d+)/.exec(text)[1])));
        }).on("error", failed);
    });
}

function send(bytes) {
    return new Promise((done, failed) => {
        let text = "";
        const socket = tls.connect({ port: TLS, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false },
            () => socket.write(bytes + rest, "latin1"));
        socket.setTimeout(40000, () => failed(new Error("no end within 40 s")));
        socket.on("data", part => (text += part.toString("latin1")));
        socket.on("error", () => done(text));
        socket.on("close", () => done(text));
    });
}

let wrong = 0;
for (const [name, bytes] of Object.entries(probes)) {
    const before = await reached();
    const answers = (await send(bytes)).split(/HTTP\/1\.[01] [1-5]\d\d /).length - 1;
    const seen = (await reached()) - before - 1; // the second look is a request as well
    const good = seen <= answers;
    if (!good) wrong++;
    console.log(`${good ? "ok" : "not ok"} - ${name}: answered ${answers}, reached the program ${seen}`);
}
process.exit(wrong ? 1 : 0);
