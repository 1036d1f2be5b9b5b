//! Changing what is kept: corrections, new readings, forgetting. The store is changed at once, also while
//! another program puts documents in; the index follows here, or there where that program holds it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::follow::{follow, lock};
use super::{Archive, ArchiveError};
use crate::index::{self, Index};
use crate::pipeline::Processed;
use crate::record::Record;
use crate::store::{Correction, Kept};

/// What no person corrects: it says what was read, not what the document says.
const FIXED: &[&str] = &["schema", "id", "source", "evidence", "findings"];
/// Fields that hold a day as `YYYY-MM-DD`.
const DAYS: &[&str] = &["date", "last_day"];

/// One value that a new reading changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Where, RFC 6901.
    pub pointer: String,
    /// What was there; `null` where nothing was.
    pub before: Value,
    /// What is there now.
    pub after: Value,
}

/// What a new reading of a document brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Renewed {
    /// The document's identity.
    pub id: String,
    /// Its file.
    pub file_name: String,
    /// What changed, without corrections.
    pub differences: Vec<Difference>,
    /// Where corrections rest because what they corrected is not read any more.
    pub resting: Vec<String>,
}

impl Archive {
    /// Keeps what a person says a value is. The field is an RFC 6901 pointer, or a name of the document's own fields,
    /// such as `number`; the value is text, JSON, or `null`. Gives the pointer.
    ///
    /// # Errors
    /// When there is no such field, the value does not fit there, or the store cannot be written.
    pub fn correct(&mut self, id: &str, field: &str, value: &str, at: Timestamp, who: &str) -> Result<String, ArchiveError> {
        let pointer = pointer(field);
        if pointer.split('/').nth(1).is_none_or(|part| part.is_empty() || FIXED.contains(&part)) {
            return Err(ArchiveError::NoField(field.to_owned()));
        }
        let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        let others = self.store.corrections(id)?;
        if let Some(other) = others.iter().find(|one| within(&one.pointer, &pointer) || within(&pointer, &one.pointer)) {
            return Err(ArchiveError::Overlaps { field: pointer, other: other.pointer.clone() });
        }
        for value in readings(&pointer, value) {
            let new = Correction {
                document: id.to_owned(),
                pointer: pointer.clone(),
                value,
                entry: None,
                at: at.to_string(),
                who: who.to_owned(),
            };
            if self.store.correct(new)?.is_some() {
                self.let_follow()?;
                return Ok(pointer);
            }
        }
        Err(ArchiveError::DoesNotFit { field: pointer, value: value.to_owned() })
    }

    /// Takes a correction back. Gives the pointer.
    ///
    /// # Errors
    /// When the field was not corrected, or the store cannot be written.
    pub fn uncorrect(&mut self, id: &str, field: &str, at: Timestamp, who: &str) -> Result<String, ArchiveError> {
        let pointer = pointer(field);
        if !self.store.uncorrect(id, &pointer, at, who)? {
            return Err(ArchiveError::NotCorrected(pointer));
        }
        self.let_follow()?;
        Ok(pointer)
    }

    /// What people corrected in a document.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn corrections(&self, id: &str) -> Result<Vec<Correction>, ArchiveError> {
        Ok(self.store.corrections(id)?)
    }

    /// Puts new readings in place of the old ones and says what changed; corrections stay.
    ///
    /// # Errors
    /// When the store cannot be written; then none is replaced.
    pub fn renew(&mut self, readings: Vec<Processed>, at: Timestamp, who: &str) -> Result<Vec<Renewed>, ArchiveError> {
        let (mut changed, mut renewed) = (Vec::new(), Vec::new());
        for reading in readings {
            let Some(old) = self.store.as_read(&reading.record.id)? else { continue };
            let new = Kept { passages: index::passages(&reading.text), record: reading.record };
            renewed.push(Renewed {
                id: new.record.id.clone(),
                file_name: new.record.source.file_name.clone(),
                differences: differences(&old.record, &new.record),
                resting: Vec::new(),
            });
            if old != new {
                changed.push(new);
            }
        }
        if !changed.is_empty() {
            self.store.replace_all(&changed, at, who)?;
        }
        for one in &mut renewed {
            one.resting = self.store.resting(&one.id)?.into_iter().map(|correction| correction.pointer).collect();
        }
        Ok(renewed)
    }

    /// Removes a document for good: record, corrections, original and what searches find. The log keeps a line.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget(&mut self, id: &str, at: Timestamp, who: &str) -> Result<bool, ArchiveError> {
        let gone = self.store.forget(id, at, who)?;
        self.let_follow()?;
        Ok(gone)
    }

    /// Lets the index follow the log, unless another program holds it: that one does it then.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn let_follow(&mut self) -> Result<(), ArchiveError> {
        match lock(&self.home) {
            Ok(_lock) => {
                // Our own may still be open for writing.
                self.index = Index::in_memory();
                self.index = follow(&self.store, &self.home)?;
            }
            Err(ArchiveError::Busy(_)) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn pointer(field: &str) -> String {
    if field.starts_with('/') { field.to_owned() } else { format!("/document/{field}") }
}

/// What a typed value may mean, the likeliest first.
fn readings(pointer: &str, typed: &str) -> Vec<Value> {
    if typed == "null" {
        return vec![Value::Null];
    }
    let day = pointer.rsplit('/').next().is_some_and(|name| DAYS.contains(&name));
    if day && typed.parse::<Date>().is_err() {
        return Vec::new();
    }
    std::iter::once(Value::from(typed)).chain(serde_json::from_str(typed).ok()).collect()
}

/// Where two records differ, apart from where values were read.
fn differences(old: &Record, new: &Record) -> Vec<Difference> {
    let mut found = Vec::new();
    if let (Ok(old), Ok(new)) = (serde_json::to_value(old), serde_json::to_value(new)) {
        compare(&old, &new, &mut String::new(), &mut found);
    }
    found
}

fn compare(old: &Value, new: &Value, at: &mut String, found: &mut Vec<Difference>) {
    let keys: Vec<String> = match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            old.keys().chain(added).filter(|key| !(at.is_empty() && *key == "evidence")).cloned().collect()
        }
        (Value::Array(old), Value::Array(new)) => (0..old.len().max(new.len())).map(|place| place.to_string()).collect(),
        _ if old == new => return,
        _ => {
            found.push(Difference { pointer: at.clone(), before: old.clone(), after: new.clone() });
            return;
        }
    };
    for key in keys {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        compare(child(old, &key), child(new, &key), at, found);
        at.truncate(length);
    }
}

fn child<'a>(value: &'a Value, key: &str) -> &'a Value {
    let found = match value {
        Value::Array(entries) => key.parse().ok().and_then(|place: usize| entries.get(place)),
        _ => value.get(key),
    };
    found.unwrap_or(&Value::Null)
}
