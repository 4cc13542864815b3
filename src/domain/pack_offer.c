/* The packs that may be adopted: the house's own files and those inside the program. */
#include "base/file.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/list.h"
#include "domain/pack_int.h"

static const struct pack_source *
shipped(struct str name)
{
    const struct pack_source *list;
    size_t n = pack_shipped(&list);
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].name, name))
            return &list[i];
    return NULL;
}

static const char *
own_path(struct work *w, struct str name)
{
    return arena_fmt(w->arena, "%s/packs/%.*s.yaml", house_data(w->house), STR_ARG(name)).p;
}

static bool
read_own(struct work *w, const char *path, struct str name, struct pack_found *found, struct err *e)
{
    if (!file_read(w->arena, path, PACK_BYTES_MAX, &found->yaml, e) ||
        !pack_parse(w->arena, found->yaml, path, &found->pack, e))
        return false;
    if (!str_eq(found->pack->name, name))
        return err_set(e, ERR_INPUT, tr("%s 里的 name 是 %.*s，应与文件名一致，写成 %.*s。"), path,
            STR_ARG(found->pack->name), STR_ARG(name));
    return true;
}

static bool
read_shipped(
    struct work *w, const struct pack_source *source, struct pack_found *found, struct err *e)
{
    found->yaml = source->yaml;
    const char *file = arena_fmt(w->arena, "%.*s.yaml", STR_ARG(source->name)).p;
    return pack_parse(w->arena, source->yaml, file, &found->pack, e);
}

bool
pack_find(struct work *w, struct str name, struct pack_found *found, struct err *e)
{
    *found = (struct pack_found){.pack = NULL};
    if (!check_code(name, "pack", tr("制度包名称"), e))
        return false;
    const char *own = own_path(w, name);
    const struct pack_source *source = shipped(name);
    if (file_exists(own))
        return read_own(w, own, name, found, e);
    if (source)
        return read_shipped(w, source, found, e);
    return err_set(e, ERR_NOT_FOUND,
        tr("没有名为 %.*s 的制度包。请把文件放到 %s，或用 taizhang rules list 看有哪些。"),
        STR_ARG(name), own);
}

static void
offer(struct work *w, struct pack_offers *offers, struct str name, bool own)
{
    struct err e;
    struct pack_found found;
    struct pack_offer o = {.name = name, .own = own};
    err_clear(&e);
    if (pack_find(w, name, &found, &e))
        o.pack = found.pack;
    else
        o.fault = arena_str(w->arena, str_from(e.text));
    LIST_ADD(w->arena, offers, o);
}

bool
pack_offered(struct work *w, struct pack_offers *offers, struct err *e)
{
    struct str *files;
    size_t n;
    const struct pack_source *list;
    size_t shipped_n = pack_shipped(&list);
    const char *folder = arena_fmt(w->arena, "%s/packs", house_data(w->house)).p;
    *offers = (struct pack_offers){NULL, 0};
    if (!dir_names(w->arena, folder, S(".yaml"), &files, &n, e))
        return false;
    for (size_t i = 0; i < shipped_n; i++)
        offer(w, offers, list[i].name, file_exists(own_path(w, list[i].name)));
    for (size_t i = 0; i < n; i++) {
        struct str name = str_slice(files[i], 0, files[i].n - strlen(".yaml"));
        if (!shipped(name))
            offer(w, offers, name, true);
    }
    return true;
}
