#include "web/api_proof.h"

#include "domain/proof.h"
#include "web/view_json.h"

const struct param api_inclusion_params[] = {
    {.name = "entry", .type = PARAM_ID, .required = true, .label = N_("流水号")},
    {.name = "size", .type = PARAM_ID, .required = true, .label = N_("条数")},
    {0},
};
const struct param api_consistency_params[] = {
    {.name = "from", .type = PARAM_ID, .required = true, .label = N_("起")},
    {.name = "to", .type = PARAM_ID, .required = true, .label = N_("止")},
    {0},
};

bool
api_checkpoint(struct request *rq, struct response *rs, struct err *e)
{
    struct checkpoints list;
    if (!proof_list(rq->work, rq->org, 0, 1, &list, e))
        return false;
    if (list.n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("还没有检查点。"));
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("entries"), list.v[0].size);
    json_field_str(&j, S("root"), str_from(sha256_hex(list.v[0].root).z));
    json_field_int(&j, S("at_ms"), list.v[0].at_ms);
    json_field_str(&j, S("note"), list.v[0].note);
    json_object_end(&j);
    return true;
}

static void
put_path(struct json_out *j, const struct tlog_proof *proof)
{
    json_key(j, S("path"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++)
        json_str(j, str_from(sha256_hex(proof->v[i]).z));
    json_array_end(j);
}

bool
api_inclusion(struct request *rq, struct response *rs, struct err *e)
{
    struct tlog_proof proof;
    struct sha256 leaf;
    int64_t entry = param_id(rq, "entry"), size = param_id(rq, "size");
    if (!proof_of_entry(rq->work, entry, size, &leaf, &proof, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("entry"), entry);
    json_field_int(&j, S("size"), size);
    json_field_str(&j, S("leaf"), str_from(sha256_hex(leaf).z));
    put_path(&j, &proof);
    json_object_end(&j);
    return true;
}

bool
api_consistency(struct request *rq, struct response *rs, struct err *e)
{
    struct tlog_proof proof;
    int64_t from = param_id(rq, "from"), to = param_id(rq, "to");
    if (!proof_of_growth(rq->work, rq->org, from, to, &proof, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("from"), from);
    json_field_int(&j, S("to"), to);
    put_path(&j, &proof);
    json_object_end(&j);
    return true;
}
