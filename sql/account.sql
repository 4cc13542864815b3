-- Accounts, grants, links, sessions, tokens.

-- name: account_get
SELECT id, root_id, person_id, version, login, name, lang, password_hash, disabled_ms FROM account WHERE id = $1;

-- name: account_by_login
SELECT id, root_id, person_id, version, login, name, lang, password_hash, disabled_ms FROM account WHERE login = $1;

-- name: account_list
SELECT DISTINCT a.id, a.root_id, a.person_id, a.version, a.login, a.name, a.lang, a.password_hash, a.disabled_ms
FROM org o
JOIN role_grant g ON g.org_id = o.id
JOIN account a ON a.id = g.account_id
WHERE o.path >= $1 AND o.path < $2 ORDER BY a.login;

-- name: account_add
INSERT INTO account (id, root_id, person_id, login, name, password_hash, lang, disabled_ms, version)
VALUES ($1, $2, $3, $4, $5, NULL, $6, NULL, 1);

-- name: account_set_disabled
UPDATE account SET disabled_ms = $2, version = version + 1 WHERE id = $1;

-- name: account_set_password
UPDATE account SET password_hash = $2, version = version + 1 WHERE id = $1;

-- name: account_set_lang
UPDATE account SET lang = $2, version = version + 1 WHERE id = $1;

-- name: grant_get
SELECT g.id, g.account_id, g.org_id, g.version, o.name, a.login, a.name, g.role, g.until_on
FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org o ON o.id = g.org_id
WHERE g.id = $1;

-- name: grant_of_org
SELECT g.id, g.account_id, g.org_id, g.version, o.name, a.login, a.name, g.role, g.until_on
FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org o ON o.id = g.org_id
WHERE g.org_id = $1 AND (g.until_on IS NULL OR g.until_on >= $2) ORDER BY g.id;

-- name: grant_of_account
SELECT g.id, g.account_id, g.org_id, g.version, o.name, a.login, a.name, g.role, g.until_on
FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org o ON o.id = g.org_id
WHERE g.account_id = $1 AND (g.until_on IS NULL OR g.until_on >= $2) ORDER BY g.id;

-- name: grant_add
INSERT INTO role_grant (id, root_id, account_id, org_id, role, until_on, version)
VALUES ($1, $2, $3, $4, $5, $6, 1);

-- name: grant_set_until
UPDATE role_grant SET until_on = $2, version = version + 1 WHERE id = $1;

-- name: link_get
SELECT account_id, expires_ms, used_ms FROM setup_link WHERE digest = $1;

-- name: link_add
INSERT INTO setup_link (digest, root_id, account_id, created_ms, expires_ms, used_ms)
VALUES ($1, $2, $3, $4, $5, NULL);

-- name: link_use_up
UPDATE setup_link SET used_ms = $2 WHERE account_id = $1 AND used_ms IS NULL;

-- name: login_try_get
SELECT since_ms, failures FROM login_try WHERE key = $1;

-- name: login_try_add
INSERT INTO login_try (key, since_ms, failures) VALUES ($1, $2, 1)
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN login_try.since_ms <= $3 THEN 1 ELSE login_try.failures + 1 END,
  since_ms = CASE WHEN login_try.since_ms <= $3 THEN excluded.since_ms ELSE login_try.since_ms END;

-- name: login_try_clear
DELETE FROM login_try WHERE key = $1;

-- name: login_try_sweep
DELETE FROM login_try WHERE since_ms < $1;

-- name: session_add
INSERT INTO session (digest, root_id, account_id, csrf, org_id, year, created_ms, expires_ms)
VALUES ($1, $2, $3, $4, NULL, NULL, $5, $6);

-- name: session_get
SELECT s.account_id, s.org_id, s.year, s.csrf, a.login, a.name, a.lang, a.person_id
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.digest = $1 AND s.expires_ms > $2 AND a.disabled_ms IS NULL;

-- name: session_account
SELECT account_id FROM session WHERE digest = $1;

-- name: session_renew
UPDATE session SET expires_ms = $3 WHERE digest = $1 AND expires_ms > $2 AND expires_ms < $4;

-- name: session_look
UPDATE session SET org_id = $3, year = $4 WHERE digest = $1 AND expires_ms > $2;

-- name: session_once
SELECT once_record FROM session WHERE digest = $1 AND once = $2;

-- name: session_did
UPDATE session SET once = $2, once_record = $3 WHERE digest = $1;

-- name: session_end
DELETE FROM session WHERE digest = $1;

-- name: session_end_all
DELETE FROM session WHERE account_id = $1;

-- name: session_sweep
DELETE FROM session WHERE expires_ms < $1;

-- name: token_add
INSERT INTO api_token (id, root_id, account_id, digest, name, scope, created_ms, expires_ms, revoked_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL);

-- name: token_list
SELECT id, created_ms, expires_ms, name, scope, revoked_ms FROM api_token WHERE account_id = $1 ORDER BY id DESC;

-- name: token_get
SELECT account_id, name, revoked_ms FROM api_token WHERE id = $1;

-- name: token_revoke
UPDATE api_token SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL;

-- name: token_find
SELECT t.id, t.scope, a.id, a.name, a.person_id
FROM api_token t JOIN account a ON a.id = t.account_id
WHERE t.digest = $1 AND t.expires_ms > $2 AND t.revoked_ms IS NULL AND a.disabled_ms IS NULL;
