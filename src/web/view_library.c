#include "web/view_library.h"

#include "domain/figure.h"

static void
put_year(struct json_out *j, int year)
{
    json_key(j, S("year"));
    if (year)
        json_int(j, year);
    else
        json_null(j);
}

static void
put_tags(struct json_out *j, const struct library_doc *d)
{
    json_key(j, S("tags"));
    json_array(j);
    for (size_t i = 0; i < d->tags_n; i++)
        json_str(j, d->tags[i]);
    json_array_end(j);
}

void
view_json_document(struct json_out *j, const struct library_doc *d)
{
    json_object(j);
    json_field_int(j, S("id"), d->id);
    json_field_str(j, S("org"), d->org_name);
    json_field_int(j, S("org_id"), d->org_id);
    json_field_str(j, S("title"), d->title);
    json_field_str(j, S("name"), d->name);
    json_field_str(j, S("path"), d->path);
    json_field_str(j, S("folder"), d->folder);
    json_field_str(j, S("format"), d->format);
    json_field_str(j, S("state"), library_state_code(d->state));
    json_field_opt(j, S("why"), d->why);
    json_field_opt(j, S("issuer"), d->issuer);
    json_field_opt(j, S("number"), d->doc_number);
    json_field_opt(j, S("place"), d->place);
    json_field_opt(j, S("date"), str_from(date_format(d->dated).z));
    put_year(j, d->year);
    put_tags(j, d);
    json_field_str(j, S("lock"), library_lock_code(d->lock));
    json_field_int(j, S("size"), d->size);
    json_field_int(j, S("characters"), d->points);
    json_field_int(j, S("residue"), d->cuts);
    json_field_str(j, S("sha256"), d->digest);
    json_field_int(j, S("same_as"), d->same_as);
    json_field_int(j, S("alike"), d->alike);
    json_field_int(j, S("alike_per_mille"), d->alike_per_mille);
    json_field_int(j, S("version"), d->version);
    json_field_bool(j, S("removed"), d->removed);
    json_object_end(j);
}

/* Places in code points, as everywhere in JSON; rising. */
static void
put_marks(struct json_out *j, struct str text, const struct marks *m)
{
    size_t byte = 0;
    int64_t points = 0;
    json_key(j, S("marks"));
    json_array(j);
    for (size_t i = 0; i < m->n; i++) {
        size_t ends[] = {m->v[i].start, m->v[i].end};
        json_array(j);
        for (int k = 0; k < 2; k++) {
            for (; byte < ends[k] && byte < text.n; byte++)
                points += ((unsigned char)text.p[byte] & 0xC0) != 0x80;
            json_int(j, points);
        }
        json_array_end(j);
    }
    json_array_end(j);
}

void
view_json_hit(struct json_out *j, const struct search_hit *h)
{
    json_object(j);
    json_field_int(j, S("id"), h->ref_id);
    json_field_str(j, S("title"), h->title);
    json_field_str(j, S("snippet"), h->snippet.text);
    json_key(j, S("score"));
    json_number(j, str_from(milli_format(h->score).z));
    put_marks(j, h->snippet.text, &h->snippet.marks);
    json_field_str(j, S("source"), search_source_code(h->source));
    json_field_str(j, S("kind"), h->kind);
    json_field_str(j, S("org"), h->org_name);
    json_field_int(j, S("org_id"), h->org_id);
    put_year(j, h->year);
    json_field_opt(j, S("date"), str_from(date_format(h->dated).z));
    json_key(j, S("why"));
    json_object(j);
    json_field_int(j, S("title"), h->why.title);
    json_field_int(j, S("phrase"), h->why.phrase);
    json_field_int(j, S("near"), h->why.near);
    json_field_int(j, S("words"), h->why.words);
    json_field_int(j, S("fresh"), h->why.fresh);
    json_object_end(j);
    json_object_end(j);
}

void
view_json_found(struct json_out *j, const struct search_result *r)
{
    json_field_int(j, S("total"), r->total);
    json_field_bool(j, S("exact"), true);
    json_field_int(j, S("took_us"), r->took_us);
    json_field_int(j, S("unsearchable"), r->unsearchable);
    json_field_bool(j, S("cut"), r->cut);
}
