-- Plans that people publish: every version for ever, and one draft of each. Times are milliseconds since 1970 in UTC.

-- +goose Up

CREATE TABLE plans (
    id           TEXT NOT NULL,
    version      INTEGER NOT NULL,
    document     BLOB NOT NULL,
    note         TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
);

-- base: the version in force when it was uploaded, which it is to replace.
CREATE TABLE plan_drafts (
    id          TEXT NOT NULL PRIMARY KEY,
    base        INTEGER NOT NULL,
    document    BLOB NOT NULL,
    uploaded_at INTEGER NOT NULL
);

-- +goose Down

DROP TABLE plan_drafts;
DROP TABLE plans;
