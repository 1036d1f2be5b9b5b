//! The tables, and the steps from one version of them to the next.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// How long a reader or writer waits for another before it says that the archive is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// One step for each version ever released; a step is never edited, only followed by another.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE documents (
        id TEXT PRIMARY KEY NOT NULL,
        file_name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        record TEXT NOT NULL,
        passages TEXT NOT NULL
    ) STRICT;
    CREATE INDEX documents_by_number ON documents (json_extract(record, '$.document.number'));
    CREATE TABLE log (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        document TEXT NOT NULL REFERENCES documents (id),
        at TEXT NOT NULL,
        who TEXT NOT NULL
    ) STRICT;
",
    "
    CREATE TABLE log_of_all (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        document TEXT NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT ''
    ) STRICT;
    INSERT INTO log_of_all (sequence, kind, document, at, who) SELECT sequence, kind, document, at, who FROM log ORDER BY sequence;
    DROP TABLE log;
    ALTER TABLE log_of_all RENAME TO log;
    CREATE INDEX log_by_document ON log (document);
    CREATE TABLE corrections (
        document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        pointer TEXT NOT NULL,
        value TEXT NOT NULL,
        entry TEXT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        PRIMARY KEY (document, pointer)
    ) STRICT;
    CREATE INDEX documents_by_sequence ON documents (json_extract(record, '$.document.sequence'));
",
    "
    CREATE TABLE saved_searches (
        name TEXT PRIMARY KEY NOT NULL,
        typed TEXT NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL
    ) STRICT;
    CREATE TABLE past_searches (
        typed TEXT PRIMARY KEY NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
",
];

/// Sets a connection up and brings the tables to the present version.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // A restored database is in another mode; one in memory stays in its own.
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode == "delete" {
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    }
    if version(connection)? == known() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = check(&transaction)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known())?;
    Ok(transaction.commit()?)
}

/// The newest version that this program knows.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The version of a database, if this program knows it.
pub(super) fn check(connection: &Connection) -> Result<i64, StoreError> {
    let (found, known) = (version(connection)?, known());
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(found) }
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_stay_as_released() {
        let mut connection = Connection::open_in_memory().unwrap();
        prepare(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), 3);
        let columns: Vec<String> = connection
            .prepare(
                "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.name IN ('documents', 'log', 'corrections', 'saved_searches', 'past_searches') AND m.type = 'table' ORDER BY m.name DESC, c.cid",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let expected = "saved_searches.name saved_searches.typed saved_searches.at saved_searches.who \
                        past_searches.typed past_searches.at \
                        log.sequence log.kind log.document log.at log.who log.detail \
                        documents.id documents.file_name documents.media_type documents.bytes documents.added_at documents.record \
                        documents.passages \
                        corrections.document corrections.pointer corrections.value corrections.entry corrections.at corrections.who";
        assert_eq!(columns.join(" "), expected);
    }

    #[test]
    fn a_newer_archive_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(prepare(&mut connection), Err(StoreError::Newer { found: 99, .. })));
        assert_eq!(version(&connection).unwrap(), 99);
    }
}
