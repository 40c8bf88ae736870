-- Plans that people publish: every version for ever, and one draft of each. Times are milliseconds since 1970 in UTC.

-- +goose Up

CREATE TABLE plans (
    id           TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    document     BYTEA NOT NULL,
    note         TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

-- base: the version in force when it was uploaded, which it is to replace.
CREATE TABLE plan_drafts (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    base        BIGINT NOT NULL,
    document    BYTEA NOT NULL,
    uploaded_at BIGINT NOT NULL
);

-- +goose Down

DROP TABLE plan_drafts;
DROP TABLE plans;
