/* The commands, one file a subject; the table is in main.c. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/call.h"

/* cmd_store.c */
bool cmd_init(struct call *c, struct err *e);
bool cmd_migrate(struct call *c, struct err *e);
bool cmd_check(struct call *c, struct err *e);
/* cmd_proof.c */
bool cmd_checkpoint(struct call *c, struct err *e);
bool cmd_verify(struct call *c, struct err *e);
/* cmd_backup.c */
bool cmd_backup(struct call *c, struct err *e);
bool cmd_restore(struct call *c, struct err *e);
/* cmd_serve.c */
bool cmd_serve(struct call *c, struct err *e);
/* cmd_demo.c */
bool cmd_demo(struct call *c, struct err *e);
/* cmd_user.c */
bool cmd_user_add(struct call *c, struct err *e);
bool cmd_user_list(struct call *c, struct err *e);
bool cmd_user_link(struct call *c, struct err *e);
bool cmd_user_disable(struct call *c, struct err *e);
bool cmd_user_enable(struct call *c, struct err *e);
bool cmd_user_grant(struct call *c, struct err *e);
bool cmd_token_add(struct call *c, struct err *e);
/* cmd_org.c */
bool cmd_org_add(struct call *c, struct err *e);
bool cmd_org_list(struct call *c, struct err *e);
bool cmd_org_close(struct call *c, struct err *e);
bool cmd_org_flags(struct call *c, struct err *e);
/* cmd_person.c */
bool cmd_person_add(struct call *c, struct err *e);
bool cmd_person_list(struct call *c, struct err *e);
bool cmd_person_leave(struct call *c, struct err *e);
bool cmd_person_post(struct call *c, struct err *e);
/* cmd_record.c */
bool cmd_record_add(struct call *c, struct err *e);
bool cmd_record_list(struct call *c, struct err *e);
bool cmd_record_show(struct call *c, struct err *e);
bool cmd_record_void(struct call *c, struct err *e);
/* cmd_duty.c */
bool cmd_duties(struct call *c, struct err *e);
bool cmd_duty_reason(struct call *c, struct err *e);
bool cmd_duty_switch(struct call *c, struct err *e);
bool cmd_figures(struct call *c, struct err *e);
bool cmd_year_open(struct call *c, struct err *e);
/* cmd_library.c, cmd_library_find.c, cmd_library_watch.c */
bool cmd_library_add(struct call *c, struct err *e);
bool cmd_library_list(struct call *c, struct err *e);
bool cmd_library_stats(struct call *c, struct err *e);
bool cmd_library_remove(struct call *c, struct err *e);
bool cmd_library_restore(struct call *c, struct err *e);
bool cmd_library_search(struct call *c, struct err *e);
bool cmd_library_get(struct call *c, struct err *e);
bool cmd_library_watch(struct call *c, struct err *e);
/* cmd_text.c */
bool cmd_text(struct call *c, struct err *e);
/* cmd_report.c */
bool cmd_report_draft(struct call *c, struct err *e);
bool cmd_report_kinds(struct call *c, struct err *e);
/* cmd_report_keep.c */
bool cmd_report_submit(struct call *c, struct err *e);
bool cmd_report_withdraw(struct call *c, struct err *e);
bool cmd_report_return(struct call *c, struct err *e);
bool cmd_report_accept(struct call *c, struct err *e);
bool cmd_report_show(struct call *c, struct err *e);
bool cmd_report_list(struct call *c, struct err *e);
/* cmd_claims.c */
bool cmd_report_claims(struct call *c, struct err *e);
/* cmd_copied.c */
bool cmd_report_copied(struct call *c, struct err *e);
/* cmd_review.c */
bool cmd_report_check(struct call *c, struct err *e);
bool cmd_report_note(struct call *c, struct err *e);
/* cmd_rules.c */
bool cmd_rules_check(struct call *c, struct err *e);
bool cmd_rules_list(struct call *c, struct err *e);
bool cmd_rules_adopt(struct call *c, struct err *e);

#endif
