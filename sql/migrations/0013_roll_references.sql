-- PostgreSQL checks a reference by a query of its own for each row: 24 for a roll of twelve, more than all else that a save
-- costs. The statement that writes a roll finds each person itself; its record is always of the same job.
-- only: pg
ALTER TABLE attendance DROP CONSTRAINT attendance_record_id_fkey, DROP CONSTRAINT attendance_person_id_fkey;
-- end
