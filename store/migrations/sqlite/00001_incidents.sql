-- The readable copies of incidents, and the sites as they were imported.
-- Times are milliseconds since 1970 in UTC. A doc is the JSON of what the columns beside it do not say.

-- +goose Up

-- The feed numbers every change in the order in which it is committed.
CREATE TABLE feed (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL
);
INSERT INTO feed (one, last) VALUES (1, 0);

-- rev 0: parts of the incident have come, its head has not.
CREATE TABLE incidents (
    id        TEXT    NOT NULL PRIMARY KEY,
    rev       INTEGER NOT NULL,
    event     INTEGER NOT NULL, -- the feed's number of its last change
    site      TEXT    NOT NULL,
    plan      TEXT    NOT NULL,
    mode      TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    opened_at INTEGER NOT NULL,
    ended_at  INTEGER,
    doc       TEXT    NOT NULL
);
CREATE INDEX incidents_newest ON incidents (opened_at, id);
CREATE INDEX incidents_by_state ON incidents (state, opened_at, id);
CREATE INDEX incidents_by_site ON incidents (site, opened_at, id);
CREATE INDEX incidents_by_event ON incidents (event);

-- place: where the row stands in its list.
CREATE TABLE seats (
    incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT    NOT NULL,
    rev      INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (incident, id)
);

CREATE TABLE steps (
    incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT    NOT NULL,
    rev      INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (incident, id)
);

CREATE TABLE facts (
    incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT    NOT NULL,
    rev      INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (incident, id)
);

-- hash: of the person's number, empty if it is not known. open: the incident has not ended.
CREATE TABLE pages (
    incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    id       TEXT    NOT NULL,
    rev      INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    open     BOOLEAN NOT NULL,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (incident, id)
);
CREATE INDEX pages_open_by_hash ON pages (hash, incident) WHERE open;

CREATE TABLE entries (
    event    INTEGER NOT NULL PRIMARY KEY, -- the feed's number
    incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    doc      TEXT    NOT NULL,
    UNIQUE (incident, seq)
);

CREATE TABLE sites (
    id       TEXT    NOT NULL PRIMARY KEY,
    document BLOB    NOT NULL,
    saved_at INTEGER NOT NULL
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
