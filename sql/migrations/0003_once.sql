-- The last form that a session sent and the record it made: sent again as it was, it makes no second one.
ALTER TABLE session ADD COLUMN once TEXT;
ALTER TABLE session ADD COLUMN once_record BIGINT;
