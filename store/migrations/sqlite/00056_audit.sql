-- The audit log: who changed what, from where. Entries are chained by their hashes, and are added only.

-- +goose Up

-- The end of the log. Whoever adds to it takes this row first.
CREATE TABLE audit_end (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
);
INSERT INTO audit_end (one, seq, hash) VALUES (1, 0, '');

-- at: milliseconds since 1970 in UTC.
CREATE TABLE audit (
    seq      INTEGER NOT NULL PRIMARY KEY,
    id       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    before   TEXT    NOT NULL,
    after    TEXT    NOT NULL,
    previous TEXT    NOT NULL,
    hash     TEXT    NOT NULL
);
CREATE UNIQUE INDEX audit_by_id ON audit (id);
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_who ON audit (who, seq);

-- +goose StatementBegin
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is added to only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is added to only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq OR id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'the audit log is added to only');
END;
-- +goose StatementEnd

-- +goose Down

DROP TABLE audit;
DROP TABLE audit_end;
