-- Photos that people add to steps as evidence. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- sha256: of picture, a JPEG; small shows it in lists. lat, lon: where it was taken, in degrees, where that is known and kept.
CREATE TABLE photos (
    incident TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    step     TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    added_at BIGINT NOT NULL,
    sha256   TEXT COLLATE "C" NOT NULL,
    size     BIGINT NOT NULL,
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    lat      DOUBLE PRECISION,
    lon      DOUBLE PRECISION,
    small    BYTEA NOT NULL,
    picture  BYTEA NOT NULL,
    PRIMARY KEY (incident, id)
);

-- +goose Down

DROP TABLE photos;
