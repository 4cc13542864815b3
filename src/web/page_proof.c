#include "web/page_proof.h"

#include "domain/right.h"
#include "web/qr.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 50,
    QR_MAX = 512 * 1024,
    GROUP = 8
};

const struct param proof_params[] = {
    {.name = "before", .type = PARAM_ID},
    {0},
};

struct str
proof_megabytes(struct arena *a, int64_t bytes)
{
    return arena_fmt(a, "%.*s MB", STR_ARG(grouped(a, (bytes >> 20) + 1)));
}

bool
page_proof(struct request *rq, struct response *rs, struct err *e)
{
    struct proof_view v = {.before = param_id(rq, "before")};
    if (!proof_list(rq->work, rq->org, v.before, PAGE_ROWS + 1, &v.list, e))
        return false;
    if (!backup_last(rq->work, rq->org, BACKUP_RUN, &v.backup, e) ||
        !backup_last(rq->work, rq->org, BACKUP_REHEARSAL, &v.rehearsal, e))
        return false;
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    if (v.list.n > PAGE_ROWS) {
        v.list.n = PAGE_ROWS;
        v.next = v.list.v[v.list.n - 1].size;
    }
    page_begin(rq, rs, tr("证明"), NAV_SETTINGS);
    tpl_proof(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
proof_post(struct request *rq, struct response *rs, struct err *e)
{
    struct checkpoint_row row;
    if (!proof_make(rq->work, rq->org, &row, e))
        return false;
    response_notice(rs, tr("检查点已签好。请打印、签字，交到上级或另存一处。"));
    return response_redirect(rs, "/proof/%" PRId64, row.size);
}

static struct str
grouped_hex(struct arena *a, struct sha256 root)
{
    struct hex_text hex = sha256_hex(root);
    struct str groups[SHA256_HEX / GROUP];
    for (size_t i = 0; i < SHA256_HEX / GROUP; i++)
        groups[i] = str_make(hex.z + i * GROUP, GROUP);
    return arena_join(a, groups, SHA256_HEX / GROUP, S(" "));
}

static struct html
qr_of(struct request *rq, struct str note)
{
    struct out o;
    struct html html = {S("")};
    out_init(&o, QR_MAX);
    if (qr_svg(&o, note, str_from(tr("检查点的二维码"))) && !o.overflow)
        html = html_trusted_unescaped(arena_str(rq->arena, out_str(&o)));
    out_release(&o);
    return html;
}

/* The key that the note's first signature names. */
static bool
key_of(struct request *rq, struct str text, struct str *key, struct err *e)
{
    struct proof_keys keys;
    struct note note;
    struct out o;
    *key = S("");
    if (!proof_keys(rq->work, &keys, e))
        return false;
    if (!note_read(rq->arena, text, &note, NULL))
        return true; /* what was tampered with is shown as it is */
    for (size_t i = 0; i < keys.n; i++)
        if (note_signed_by(&note, &keys.v[i], NULL)) {
            out_init(&o, NOTE_MAX);
            note_key_put(&o, &keys.v[i]);
            *key = arena_str(rq->arena, out_str(&o));
            out_release(&o);
        }
    return true;
}

bool
page_proof_head(struct request *rq, struct response *rs, struct err *e)
{
    struct proof_head_view v = {.key = S("")};
    if (!proof_get(rq->work, rq->org, param_id(rq, "size"), &v.row, e) ||
        !org_get(rq->work, rq->org, &v.org, e) || !key_of(rq, v.row.note, &v.key, e))
        return false;
    v.qr = qr_of(rq, v.row.note);
    v.root = grouped_hex(rq->arena, v.row.root);
    page_begin(rq, rs, tr("检查点"), NAV_SETTINGS);
    tpl_proof_head(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
proof_note(struct request *rq, struct response *rs, struct err *e)
{
    struct checkpoint_row row;
    if (!proof_get(rq->work, rq->org, param_id(rq, "size"), &row, e))
        return false;
    response_download(rs, S("text/plain; charset=utf-8"),
        arena_fmt(rq->arena, tr("检查点-%lld.txt"), (long long)row.size));
    out_put(&rs->body, row.note);
    return true;
}
