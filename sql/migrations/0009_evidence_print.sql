-- What a picture among the evidence looks like (domain/record.h): two hashes of 64 bits that stay nearly the same when it
-- is made smaller or saved again. Pictures that could not be read have none.
CREATE TABLE evidence_print (
  evidence_id BIGINT PRIMARY KEY REFERENCES evidence(id),
  root_id BIGINT NOT NULL,
  steps BIGINT NOT NULL,            -- where it grows darker to the right
  waves BIGINT NOT NULL             -- the strength of its low frequencies
);

-- A document of the library that a record names.
CREATE INDEX library_doc_by_title ON library_doc(root_id, title, dated);
