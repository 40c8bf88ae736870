-- The audit log: who changed what, from where. Entries are chained by their hashes, and are added only.

-- +goose Up

-- The end of the log. Whoever adds to it takes this row first.
CREATE TABLE audit_end (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);
INSERT INTO audit_end (one, seq, hash) VALUES (1, 0, '');

-- at: milliseconds since 1970 in UTC.
CREATE TABLE audit (
    seq      BIGINT NOT NULL PRIMARY KEY,
    id       TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    who      TEXT COLLATE "C" NOT NULL,
    address  TEXT COLLATE "C" NOT NULL,
    action   TEXT COLLATE "C" NOT NULL,
    subject  TEXT COLLATE "C" NOT NULL,
    outcome  TEXT COLLATE "C" NOT NULL,
    before   TEXT COLLATE "C" NOT NULL,
    after    TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash     TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX audit_by_id ON audit (id);
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_who ON audit (who, seq);

-- +goose StatementBegin
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is added to only';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- +goose Down

DROP TABLE audit;
DROP TABLE audit_end;
DROP FUNCTION audit_stays();
