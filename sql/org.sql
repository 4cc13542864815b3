-- Orgs and what rights hang on: a subtree is the range of paths from '/1/17/' up to, not including, '/1/170'.

-- name: org_get
SELECT id, root_id, parent_id, version, path, name, kind, flags, closed_on FROM org WHERE id = $1;

-- name: org_add
INSERT INTO org (id, root_id, parent_id, path, name, kind, flags, closed_on, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 1);

-- name: org_change
UPDATE org SET name = $3, kind = $4, flags = $5, closed_on = $6, version = version + 1
WHERE id = $1 AND version = $2;

-- name: org_by_name
SELECT id, root_id, parent_id, version, path, name, kind, flags, closed_on
FROM org WHERE name = $1 AND path >= $2 AND path < $3 ORDER BY path LIMIT 2;

-- name: org_children
SELECT id, root_id, parent_id, version, path, name, kind, flags, closed_on
FROM org WHERE parent_id = $1 ORDER BY name, id;

-- name: org_subtree
SELECT id, root_id, parent_id, version, path, name, kind, flags, closed_on
FROM org WHERE path >= $1 AND path < $2 ORDER BY path LIMIT $3;

-- name: org_roots
SELECT id, root_id, parent_id, version, path, name, kind, flags, closed_on
FROM org WHERE parent_id IS NULL ORDER BY id;

-- name: org_open_children
SELECT COUNT(*) FROM org WHERE parent_id = $1 AND closed_on IS NULL;

-- name: org_people
SELECT COUNT(*) FROM person WHERE org_id = $1 AND (left_on IS NULL OR left_on > $2);

-- name: org_home
SELECT org_id FROM person WHERE id = $1;

-- What rights.c reads once for each piece of work.
-- name: right_grants
SELECT g.org_id, o.path, g.role
FROM role_grant g
JOIN account a ON a.id = g.account_id
JOIN org o ON o.id = g.org_id
WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= $2)
ORDER BY g.id;

-- The org and, in the first of its rows and those that follow, the grants of the account; 0: none are asked for.
-- name: right_place
SELECT o.root_id, o.parent_id, o.path, o.kind, o.flags, o.closed_on, g.org_id, h.path, g.role
FROM org o
LEFT JOIN account a ON a.id = $2 AND a.disabled_ms IS NULL
LEFT JOIN role_grant g ON g.account_id = a.id AND (g.until_on IS NULL OR g.until_on >= $3)
LEFT JOIN org h ON h.id = g.org_id
WHERE o.id = $1
ORDER BY g.id;

-- name: right_org_path
SELECT path FROM org WHERE id = $1;
