-- The readable copies of incidents, and the sites as they were imported.
-- Times are milliseconds since 1970 in UTC. A doc is the JSON of what the columns beside it do not say.
-- Identifiers are compared by their bytes, whatever the language of the database: so lists have one order everywhere, and an
-- upgrade of the server's system cannot put an index out of order.

-- +goose Up

-- The feed numbers every change in the order in which it is committed.
CREATE TABLE feed (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    last BIGINT NOT NULL
);
INSERT INTO feed (one, last) VALUES (1, 0);

-- rev 0: parts of the incident have come, its head has not.
CREATE TABLE incidents (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    rev       BIGINT NOT NULL,
    event     BIGINT NOT NULL, -- the feed's number of its last change
    site      TEXT COLLATE "C" NOT NULL,
    plan      TEXT COLLATE "C" NOT NULL,
    mode      TEXT COLLATE "C" NOT NULL,
    state     TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at  BIGINT,
    doc       TEXT NOT NULL
);
CREATE INDEX incidents_newest ON incidents (opened_at, id);
CREATE INDEX incidents_by_state ON incidents (state, opened_at, id);
CREATE INDEX incidents_by_site ON incidents (site, opened_at, id);
CREATE INDEX incidents_by_event ON incidents (event);

-- place: where the row stands in its list.
CREATE TABLE seats (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT COLLATE "C" NOT NULL,
    rev      BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (incident, id)
);

CREATE TABLE steps (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT COLLATE "C" NOT NULL,
    rev      BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (incident, id)
);

CREATE TABLE facts (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT COLLATE "C" NOT NULL,
    rev      BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (incident, id)
);

-- hash: of the person's number, empty if it is not known. open: the incident has not ended.
CREATE TABLE pages (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT COLLATE "C" NOT NULL,
    rev      BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    hash     TEXT COLLATE "C" NOT NULL,
    open     BOOLEAN NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (incident, id)
);
CREATE INDEX pages_open_by_hash ON pages (hash, incident) WHERE open;

CREATE TABLE entries (
    event    BIGINT NOT NULL PRIMARY KEY, -- the feed's number
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    seq      BIGINT NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    doc      TEXT NOT NULL,
    UNIQUE (incident, seq)
);

CREATE TABLE sites (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    document BYTEA NOT NULL,
    saved_at BIGINT NOT NULL
);

-- +goose Down

DROP TABLE sites;
DROP TABLE entries;
DROP TABLE pages;
DROP TABLE facts;
DROP TABLE steps;
DROP TABLE seats;
DROP TABLE incidents;
DROP TABLE feed;
