/* The route table of the program. Access stands in the row; literal paths stand before those with parameters. */
#include "web/route.h"

#include "web/api.h"
#include "web/api_library.h"
#include "web/api_proof.h"
#include "web/core_pages.h"
#include "web/page_check.h"
#include "web/page_copied.h"
#include "web/page_duties.h"
#include "web/page_figures.h"
#include "web/page_library.h"
#include "web/page_library_doc.h"
#include "web/page_library_log.h"
#include "web/page_new.h"
#include "web/page_people.h"
#include "web/page_proof.h"
#include "web/page_record.h"
#include "web/page_records.h"
#include "web/page_report.h"
#include "web/page_report_edit.h"
#include "web/page_report_print.h"
#include "web/page_report_send.h"
#include "web/page_report_style.h"
#include "web/page_reports.h"
#include "web/page_search.h"
#include "web/page_settings.h"
#include "web/page_sign.h"
#include "web/page_today.h"

/* What a row leaves out is zero, which is the safe choice everywhere. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum {
    FORM_MAX = 512 * 1024
}; /* a record with long minutes */

const struct route web_routes[] = {
    {GET, "/static/:hash/:name", ACCESS_PUBLIC, page_asset, asset_params, .no_store = true},
    {GET, "/healthz", ACCESS_PUBLIC, page_health, .no_store = true},
    {GET, "/readyz", ACCESS_PUBLIC, page_ready, .no_store = true, .slow = true},
    {GET, "/metrics", ACCESS_METRICS, page_metrics},
    {POST, "/language", ACCESS_PUBLIC, post_language, language_params},
    {POST, "/look", ACCESS_SIGNED_IN, post_look, look_params},

    {GET, "/", ACCESS_PUBLIC, page_home},
    {GET, "/sign-in", ACCESS_PUBLIC, page_sign_in, sign_in_page_params},
    {POST, "/sign-in", ACCESS_PUBLIC, sign_in_post, sign_in_params, .again = page_sign_in,
        .prepare = sign_in_prepare},
    {POST, "/sign-out", ACCESS_SIGNED_IN, sign_out_post},
    {GET, "/setup/:token", ACCESS_PUBLIC, page_setup, setup_page_params},
    {POST, "/setup/:token", ACCESS_PUBLIC, setup_post, setup_params, .again = page_setup,
        .prepare = setup_prepare},

    {GET, "/today", ACCESS_SIGNED_IN, page_today},

    {GET, "/new", ACCESS_SIGNED_IN, page_new, new_params},
    {POST, "/new", ACCESS_SIGNED_IN, new_post, record_params, .again = page_new,
        .body_max = FORM_MAX},
    {GET, "/record/:id", ACCESS_SIGNED_IN, page_record},
    {GET, "/record/:id/edit", ACCESS_SIGNED_IN, page_edit},
    {POST, "/record/:id/edit", ACCESS_SIGNED_IN, edit_post, record_params, .again = page_edit,
        .body_max = FORM_MAX},
    {GET, "/record/:id/version/:version", ACCESS_SIGNED_IN, page_record_version,
        record_version_params},
    {POST, "/record/:id/void", ACCESS_SIGNED_IN, record_void_post, record_void_params,
        .again = page_record},
    {POST, "/record/:id/unvoid", ACCESS_SIGNED_IN, record_unvoid_post, record_void_params,
        .again = page_record},
    {POST, "/record/:id/evidence", ACCESS_SIGNED_IN, evidence_post, evidence_params,
        .again = page_record, .prepare = evidence_prepare, .upload_max = EVIDENCE_MAX},
    {GET, "/evidence/:id", ACCESS_SIGNED_IN, evidence_download},
    {POST, "/evidence/:id/remove", ACCESS_SIGNED_IN, evidence_remove_post, evidence_remove_params},
    {POST, "/evidence/:id/restore", ACCESS_SIGNED_IN, evidence_restore_post,
        evidence_restore_params},

    {GET, "/records", ACCESS_SIGNED_IN, page_records, records_params},
    {GET, "/records/print", ACCESS_SIGNED_IN, page_records_print, records_params, .slow = true},
    {GET, "/records/export", ACCESS_SIGNED_IN, records_export, records_params, .slow = true},
    {GET, "/records/calendar", ACCESS_SIGNED_IN, page_calendar},

    {GET, "/people", ACCESS_SIGNED_IN, page_people, people_params},
    {GET, "/people/export", ACCESS_SIGNED_IN, people_export, people_params, .slow = true},
    {GET, "/people/new", ACCESS_SIGNED_IN, page_person_new},
    {POST, "/people/new", ACCESS_SIGNED_IN, person_new_post, person_params,
        .again = page_person_new},
    {GET, "/person/:id", ACCESS_SIGNED_IN, page_person},
    {GET, "/person/:id/edit", ACCESS_SIGNED_IN, page_person_edit},
    {POST, "/person/:id/edit", ACCESS_SIGNED_IN, person_edit_post, person_params,
        .again = page_person_edit},
    {POST, "/person/:id/leave", ACCESS_SIGNED_IN, person_leave_post, person_leave_params,
        .again = page_person},
    {POST, "/person/:id/return", ACCESS_SIGNED_IN, person_return_post, person_leave_params,
        .again = page_person},
    {POST, "/person/:id/post", ACCESS_SIGNED_IN, post_new_post, post_new_params,
        .again = page_person},
    {POST, "/person/:id/post-end", ACCESS_SIGNED_IN, post_end_post, post_end_params,
        .again = page_person},

    {GET, "/duties", ACCESS_SIGNED_IN, page_duties, duties_params},
    {GET, "/duty/:code/:period", ACCESS_SIGNED_IN, page_duty, duty_params},
    {POST, "/duty/:code/:period/reason", ACCESS_SIGNED_IN, duty_reason_post, duty_reason_params,
        .again = page_duty},
    {POST, "/duty/:code/switch", ACCESS_SIGNED_IN, duty_switch_post, duty_switch_params},

    {GET, "/figures", ACCESS_SIGNED_IN, page_figures},
    {GET, "/figures/export", ACCESS_SIGNED_IN, figures_export},
    {GET, "/figure/:code", ACCESS_SIGNED_IN, page_figure, figure_params},

    {GET, "/report", ACCESS_SIGNED_IN, page_report, report_edit_page_params},
    {GET, "/report/edit", ACCESS_SIGNED_IN, page_report_edit, report_edit_page_params},
    {POST, "/report/edit", ACCESS_SIGNED_IN, report_edit_post, report_edit_params,
        .again = page_report_edit, .body_max = EDIT_BODY_MAX},
    {POST, "/report/edit/keep", ACCESS_SIGNED_IN, report_keep_post, report_edit_params,
        .body_max = EDIT_BODY_MAX},
    {GET, "/report/edit/beside", ACCESS_SIGNED_IN, page_report_beside, report_edit_page_params},
    {POST, "/report/edit/comment", ACCESS_SIGNED_IN, report_comment_post, report_comment_params,
        .again = page_report_edit},
    {POST, "/report/edit/comment/:id", ACCESS_SIGNED_IN, report_comment_close_post,
        report_comment_close_params},
    {GET, "/report/edit/versions", ACCESS_SIGNED_IN, page_report_texts, report_edit_page_params},
    {GET, "/report/edit/version/:version", ACCESS_SIGNED_IN, page_report_text, report_text_params},
    {POST, "/report/edit/version/:version", ACCESS_SIGNED_IN, report_text_restore_post,
        report_text_restore_params},
    {GET, "/report/copied", ACCESS_SIGNED_IN, page_report_copied, .slow = true},
    {GET, "/report/check", ACCESS_SIGNED_IN, page_check, check_params, .slow = true},
    {POST, "/report/check/note", ACCESS_SIGNED_IN, check_note_post, check_note_params,
        .again = page_check, .prepare = check_note_prepare},
    {POST, "/report/check/file", ACCESS_SIGNED_IN, check_file_post, check_file_params,
        .again = page_check, .prepare = check_file_prepare, .upload_max = REPORT_FILE_MAX,
        .passing = true},
    {POST, "/report/check/file/:id/remove", ACCESS_SIGNED_IN, check_file_drop_post},
    {POST, "/report/download", ACCESS_SIGNED_IN, report_download, report_edit_page_params,
        .prepare = report_prepare},

    {GET, "/report/send", ACCESS_SIGNED_IN, page_report_send, .slow = true},
    {POST, "/report/send", ACCESS_SIGNED_IN, report_send_post, report_send_params,
        .again = page_report_send, .prepare = report_send_prepare},
    {POST, "/report/send/file", ACCESS_SIGNED_IN, report_file_post, report_file_params,
        .again = page_report_send, .prepare = report_file_prepare, .upload_max = REPORT_FILE_MAX,
        .outside = true},
    {POST, "/report/withdraw", ACCESS_SIGNED_IN, report_withdraw_post, report_withdraw_params,
        .again = page_report_send},
    {GET, "/report/version/:version", ACCESS_SIGNED_IN, page_report_version, report_version_params},
    {GET, "/report/version/:version/file", ACCESS_SIGNED_IN, report_version_file,
        report_version_params},
    {GET, "/report/received", ACCESS_SIGNED_IN, page_report_received},
    {POST, "/report/received/return", ACCESS_SIGNED_IN, report_return_post, report_return_params,
        .again = page_report_received, .body_max = FORM_MAX},
    {POST, "/report/received/accept", ACCESS_SIGNED_IN, report_accept_post, report_accept_params,
        .again = page_report_received},
    {POST, "/report/received/grade", ACCESS_SIGNED_IN, report_grade_post, report_grade_params,
        .again = page_report_received},
    {GET, "/reports/check", ACCESS_SIGNED_IN, page_checks, checks_params, .slow = true},
    {GET, "/reports/check/export", ACCESS_SIGNED_IN, checks_export, checks_params, .slow = true},
    {GET, "/reports", ACCESS_SIGNED_IN, page_reports, reports_params},
    {GET, "/reports/export", ACCESS_SIGNED_IN, reports_export, reports_params, .slow = true},

    {GET, "/report/print", ACCESS_SIGNED_IN, page_report_print, report_edit_page_params,
        .slow = true},
    {GET, "/report/print.css", ACCESS_SIGNED_IN, report_print_css},
    {POST, "/report/pdf", ACCESS_SIGNED_IN, report_pdf_post, report_edit_page_params,
        .prepare = report_pdf_prepare},
    {GET, "/report/deck", ACCESS_SIGNED_IN, page_report_deck, report_edit_page_params},
    {GET, "/report/deck/show", ACCESS_SIGNED_IN, page_report_slides, report_slides_params},
    {GET, "/report/style", ACCESS_SIGNED_IN, page_report_style},
    {POST, "/report/style", ACCESS_SIGNED_IN, report_style_post, report_style_params,
        .again = page_report_style},
    {POST, "/report/style/usual", ACCESS_SIGNED_IN, report_style_usual_post,
        report_style_version_params, .again = page_report_style},
    {POST, "/report/style/learn", ACCESS_SIGNED_IN, report_style_learn_post,
        report_style_learn_params, .again = page_report_style,
        .prepare = report_style_learn_prepare, .upload_max = STYLE_UPLOAD_MAX, .outside = true},

    {GET, "/search", ACCESS_SIGNED_IN, page_search, search_params, .long_query = true},
    {GET, "/search/words", ACCESS_SIGNED_IN, search_words, search_words_params, .long_query = true},

    {GET, "/library", ACCESS_SIGNED_IN, page_library, library_params},
    {POST, "/library/add", ACCESS_SIGNED_IN, library_add_post, library_add_params,
        .again = page_library, .prepare = library_add_prepare, .upload_max = LIBRARY_UPLOAD_MAX,
        .outside = true},
    {GET, "/library/export", ACCESS_SIGNED_IN, library_export, library_params, .slow = true},
    {GET, "/library/zip", ACCESS_SIGNED_IN, library_zip, library_zip_params, .slow = true},
    {GET, "/library/compare", ACCESS_SIGNED_IN, page_compare, compare_params, .slow = true},
    {GET, "/library/log", ACCESS_SIGNED_IN, page_library_log},
    {GET, "/library/log/:id", ACCESS_SIGNED_IN, page_library_batch},
    {GET, "/library/residue", ACCESS_SIGNED_IN, page_library_residue, library_residue_params},
    {GET, "/library/:id", ACCESS_SIGNED_IN, page_library_doc, library_doc_params,
        .long_query = true},
    {GET, "/library/:id/original", ACCESS_SIGNED_IN, library_original_get},
    {GET, "/library/:id/text", ACCESS_SIGNED_IN, library_text_get},
    {GET, "/library/:id/docx", ACCESS_SIGNED_IN, library_docx_get, .slow = true},
    {GET, "/library/:id/copied", ACCESS_SIGNED_IN, page_library_copied, .slow = true},
    {POST, "/library/:id/change", ACCESS_SIGNED_IN, library_change_post, library_change_params,
        .again = page_library_doc},
    {POST, "/library/:id/keep", ACCESS_SIGNED_IN, library_keep_post, library_keep_params,
        .again = page_library_doc},
    {POST, "/library/:id/remove", ACCESS_SIGNED_IN, library_remove_post, library_remove_params,
        .again = page_library_doc},
    {POST, "/library/:id/again", ACCESS_SIGNED_IN, library_again_post,
        .prepare = library_again_prepare, .outside = true},
    {POST, "/library/:id/restore", ACCESS_SIGNED_IN, library_restore_post, library_restore_params,
        .again = page_library_doc},

    {GET, "/settings", ACCESS_SIGNED_IN, page_settings},
    {POST, "/settings/org", ACCESS_SIGNED_IN, org_save_post, org_save_params,
        .again = page_settings},
    {POST, "/settings/child", ACCESS_SIGNED_IN, org_add_post, org_add_params,
        .again = page_settings},
    {POST, "/settings/year", ACCESS_SIGNED_IN, year_open_post, year_open_params,
        .again = page_settings},
    {POST, "/settings/account", ACCESS_SIGNED_IN, account_add_post, account_add_params,
        .again = page_settings},
    {POST, "/settings/token", ACCESS_SIGNED_IN, token_add_post, token_add_params,
        .again = page_settings},
    {POST, "/account/:id/link", ACCESS_SIGNED_IN, account_link_post},
    {POST, "/account/:id/disable", ACCESS_SIGNED_IN, account_disable_post, account_disable_params},
    {POST, "/grant/:id/end", ACCESS_SIGNED_IN, grant_end_post, grant_end_params},
    {POST, "/token/:id/revoke", ACCESS_SIGNED_IN, token_revoke_post},
    {GET, "/journal", ACCESS_SIGNED_IN, page_journal, journal_params},

    {GET, "/proof", ACCESS_SIGNED_IN, page_proof, proof_params},
    {POST, "/proof", ACCESS_SIGNED_IN, proof_post, .again = page_proof},
    {GET, "/proof/:size", ACCESS_SIGNED_IN, page_proof_head},
    {GET, "/proof/:size/note", ACCESS_SIGNED_IN, proof_note},

    {GET, "/api/v1/openapi.json", ACCESS_PUBLIC, api_openapi},
    {GET, "/api/v1/orgs", ACCESS_SIGNED_IN, api_orgs, api_list_params},
    {GET, "/api/v1/people", ACCESS_SIGNED_IN, api_people, api_list_params},
    {GET, "/api/v1/records", ACCESS_SIGNED_IN, api_records, api_records_params},
    {POST, "/api/v1/records", ACCESS_SIGNED_IN, api_record_add, .json = true, .body_max = FORM_MAX},
    {GET, "/api/v1/records/:id", ACCESS_SIGNED_IN, api_record},
    {GET, "/api/v1/duties", ACCESS_SIGNED_IN, api_duties, api_duties_params},
    {GET, "/api/v1/figures", ACCESS_SIGNED_IN, api_figures},
    {GET, "/api/v1/checkpoint", ACCESS_SIGNED_IN, api_checkpoint},
    {GET, "/api/v1/inclusion", ACCESS_SIGNED_IN, api_inclusion, api_inclusion_params},
    {GET, "/api/v1/consistency", ACCESS_SIGNED_IN, api_consistency, api_consistency_params},
    {GET, "/api/v1/search", ACCESS_SIGNED_IN, api_search, api_search_params, .long_query = true},
    {GET, "/api/v1/library", ACCESS_SIGNED_IN, api_library, api_library_params},
    {POST, "/api/v1/library", ACCESS_SIGNED_IN, api_library_add, library_add_params,
        .prepare = library_add_prepare, .upload_max = LIBRARY_UPLOAD_MAX, .outside = true},
    {GET, "/api/v1/library/:id", ACCESS_SIGNED_IN, api_library_doc},
    {GET, "/api/v1/library/:id/text", ACCESS_SIGNED_IN, api_library_text, .slow = true},
    {GET, "/api/v1/library/:id/original", ACCESS_SIGNED_IN, library_original_get},

    {0},
};
