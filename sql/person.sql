-- People and posts.

-- name: person_get
SELECT id, root_id, org_id, group_id, version, name, membership, floating, applied_on, joined_on, full_on, left_on, left_why
FROM person WHERE id = $1;

-- name: person_of_org
SELECT id, root_id, org_id, group_id, version, name, membership, floating, applied_on, joined_on, full_on, left_on, left_why
FROM person WHERE org_id = $1 ORDER BY id;

-- name: person_names
SELECT id, name FROM person WHERE org_id = $1 ORDER BY id;

-- name: person_add
INSERT INTO person (id, root_id, org_id, group_id, name, membership, floating, applied_on, joined_on, full_on, left_on, left_why, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, 1);

-- name: person_change
UPDATE person SET group_id = $3, name = $4, membership = $5, floating = $6, applied_on = $7, joined_on = $8,
  full_on = $9, left_on = $10, left_why = $11, version = version + 1
WHERE id = $1 AND version = $2;

-- Who was there on the day, by what they were on that day: admitted later is an applicant still, confirmed later is
-- probationary still.
-- name: person_count
SELECT
  COUNT(CASE WHEN membership = 'full' AND (full_on IS NULL OR full_on <= $2) AND (joined_on IS NULL OR joined_on <= $2) THEN 1 END),
  COUNT(CASE WHEN (membership = 'probationary' OR (membership = 'full' AND full_on > $2)) AND (joined_on IS NULL OR joined_on <= $2) THEN 1 END),
  COUNT(CASE WHEN (membership = 'applicant' AND (joined_on IS NULL OR joined_on <= $2))
    OR (membership IN ('full', 'probationary') AND joined_on > $2 AND applied_on <= $2) THEN 1 END),
  COUNT(CASE WHEN floating = 1 AND membership IN ('full', 'probationary') AND (joined_on IS NULL OR joined_on <= $2) THEN 1 END),
  (SELECT COUNT(*) FROM org WHERE parent_id = $1 AND kind = 'group' AND (closed_on IS NULL OR closed_on > $2)),
  (SELECT root_id FROM org WHERE id = $1)
FROM person WHERE org_id = $1 AND (left_on IS NULL OR left_on > $2);

-- name: post_get
SELECT t.id, t.org_id, t.person_id, t.version, p.name, t.post, t.from_on, t.to_on, t.root_id
FROM post t JOIN person p ON p.id = t.person_id WHERE t.id = $1;

-- name: post_of_org
SELECT t.id, t.org_id, t.person_id, t.version, p.name, t.post, t.from_on, t.to_on, t.root_id
FROM post t JOIN person p ON p.id = t.person_id
WHERE t.org_id = $1 AND (t.to_on IS NULL OR t.to_on > $2) ORDER BY t.from_on, t.id;

-- name: post_of_person
SELECT t.id, t.org_id, t.person_id, t.version, p.name, t.post, t.from_on, t.to_on, t.root_id
FROM post t JOIN person p ON p.id = t.person_id WHERE t.person_id = $1 ORDER BY t.from_on, t.id;

-- name: post_on_day
SELECT person_id, post FROM post
WHERE org_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2) ORDER BY from_on, id;

-- Posts of that name in the org which overlap with the days from $4 up to, not including, $5.
-- name: post_overlap
SELECT t.id, t.org_id, t.person_id, t.version, p.name, t.post, t.from_on, t.to_on, t.root_id
FROM post t JOIN person p ON p.id = t.person_id
WHERE t.org_id = $1 AND t.post = $2 AND t.id <> $3 AND (t.to_on IS NULL OR t.to_on > $4) AND t.from_on < $5
ORDER BY t.from_on, t.id;

-- name: post_add
INSERT INTO post (id, root_id, org_id, person_id, post, from_on, to_on, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1);

-- name: post_change
UPDATE post SET post = $3, from_on = $4, to_on = $5, version = version + 1 WHERE id = $1 AND version = $2;
