-- What a picture among the evidence looks like (doc/picture.h): 256 bits that stay nearly the same when it is made smaller or
-- saved again. Pictures that could not be read have none.
CREATE TABLE evidence_print (
  evidence_id BIGINT PRIMARY KEY REFERENCES evidence(id),
  root_id BIGINT NOT NULL,
  bits1 BIGINT NOT NULL,
  bits2 BIGINT NOT NULL,
  bits3 BIGINT NOT NULL,
  bits4 BIGINT NOT NULL
);

-- A document of the library that a record names.
CREATE INDEX library_doc_by_title ON library_doc(root_id, title, dated);
