//! What people corrected, laid over what was read.
//!
//! In: a record as read and the corrections of its document. Out: the record as it is shown. What was
//! read stays as it is; a correction inside a list holds for the entry it was made for, wherever that
//! stands after a new reading, and rests where that entry is no longer read.

use serde_json::{Map, Value};

use crate::record::{Evidence, Record};

/// What the evidence of a corrected value names as its rule.
const RULE: &str = "correction";
const NUMBER: &str = "/document/number";

/// A value that a person set.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The document's identity.
    pub document: String,
    /// Where the value stands, RFC 6901.
    pub pointer: String,
    /// The value.
    pub value: Value,
    /// The entry of the list in which it stands, as read when it was corrected.
    pub entry: Option<Value>,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
}

/// A pointer cut at the first list: the list, the place in it, and what follows.
fn at_list(pointer: &str) -> Option<(String, usize, String)> {
    let parts: Vec<&str> = pointer.split('/').collect();
    let place = parts.iter().position(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number = parts.get(place)?.parse().ok()?;
    let rest: String = parts.iter().skip(place + 1).map(|part| format!("/{part}")).collect();
    Some((parts.get(..place)?.join("/"), number, rest))
}

/// The entry of a list that a pointer leads into, in a record as read.
pub(super) fn entry(read: &Record, pointer: &str) -> Option<Value> {
    let (list, place, _) = at_list(pointer)?;
    serde_json::to_value(read).ok()?.pointer(&format!("{list}/{place}")).cloned()
}

/// Where a correction applies in a new reading; `None` where its entry is not read any more.
fn place(read: &Value, correction: &Correction) -> Option<String> {
    let (Some((list, number, rest)), Some(entry)) = (at_list(&correction.pointer), &correction.entry) else {
        return Some(correction.pointer.clone());
    };
    let entries = read.pointer(&list)?.as_array()?;
    let found = if entries.get(number) == Some(entry) { number } else { entries.iter().position(|one| one == entry)? };
    Some(format!("{list}/{found}{rest}"))
}

/// Sets a value; an object on the way that is `null` is made. False where the way leads nowhere.
fn set(root: &mut Value, pointer: &str, value: Value) -> bool {
    let Some((holder, name)) = pointer.rsplit_once('/') else { return false };
    let Some(holder) = root.pointer_mut(holder) else { return false };
    if holder.is_null() {
        *holder = Value::Object(Map::new());
    }
    match holder {
        Value::Object(fields) => {
            fields.insert(name.replace("~1", "/").replace("~0", "~"), value);
            true
        }
        Value::Array(entries) => {
            let slot = name.parse().ok().and_then(|place: usize| entries.get_mut(place));
            slot.map(|slot| *slot = value).is_some()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Lays corrections over a record as read; gives those that rest.
pub(super) fn overlay<'a>(read: &Record, corrections: &'a [Correction]) -> Result<(Record, Vec<&'a Correction>), serde_json::Error> {
    let whole = serde_json::to_value(read)?;
    let mut shown = read.clone();
    let mut resting = Vec::new();
    for correction in corrections {
        let Some(pointer) = place(&whole, correction) else {
            resting.push(correction);
            continue;
        };
        let mut changed = serde_json::to_value(&shown)?;
        let fits = set(&mut changed, &pointer, correction.value.clone());
        if pointer == NUMBER {
            parts_of_number(&mut changed, corrections);
        }
        match serde_json::from_value::<Record>(changed) {
            Ok(record) if fits && keeps(&record, &pointer) => {
                shown = record;
                prove(&mut shown, &pointer, correction);
            }
            _ => resting.push(correction),
        }
    }
    Ok((shown, resting))
}

/// Whether a record has a place for a pointer: names that it does not know are dropped when it is read.
fn keeps(record: &Record, pointer: &str) -> bool {
    serde_json::to_value(record).is_ok_and(|value| value.pointer(pointer).is_some())
}

/// The figure and the symbol follow a corrected number, unless they were corrected themselves.
fn parts_of_number(record: &mut Value, corrections: &[Correction]) {
    let number = record.pointer(NUMBER).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut parts = number.split('/').peekable();
    let sequence = parts.next().and_then(|figure| figure.parse::<u32>().ok());
    if parts.peek().is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())) {
        parts.next();
    }
    let symbol = parts.collect::<Vec<_>>().join("/");
    let symbol = if symbol.is_empty() { Value::Null } else { Value::from(symbol) };
    for (pointer, value) in [("/document/sequence", sequence.map_or(Value::Null, Value::from)), ("/document/symbol", symbol)] {
        if !corrections.iter().any(|one| one.pointer == pointer) {
            set(record, pointer, value);
        }
    }
}

/// The person is the evidence now; what was said of the old value goes with it.
fn prove(record: &mut Record, pointer: &str, correction: &Correction) {
    let mut replaced = vec![pointer];
    if pointer == NUMBER {
        replaced.extend(["/document/sequence", "/document/symbol"]);
    }
    let below = |place: &str| replaced.iter().any(|one| place == *one || place.strip_prefix(one).is_some_and(|rest| rest.starts_with('/')));
    record.evidence.retain(|place, _| !below(place));
    record.findings.retain(|finding| !finding.pointers.iter().any(|place| below(place)));
    let text = format!("{}, {}", correction.who, correction.at);
    let evidence = Evidence { page: None, text, rect: None, rule: RULE.to_owned(), confidence: 1.0 };
    record.evidence.insert(pointer.to_owned(), evidence);
}

/// The record as it would be shown with one more correction; `None` where the value does not fit there.
pub(super) fn tried(read: &Record, corrections: &[Correction], new: &Correction) -> Result<Option<Record>, serde_json::Error> {
    let mut all: Vec<Correction> = corrections.iter().filter(|one| one.pointer != new.pointer).cloned().collect();
    all.push(new.clone());
    let (shown, resting) = overlay(read, &all)?;
    Ok((!resting.iter().any(|one| one.pointer == new.pointer)).then_some(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_cut_at_its_first_list() {
        assert_eq!(at_list("/tasks/3/deadline/date"), Some(("/tasks".into(), 3, "/deadline/date".into())));
        assert_eq!(at_list("/document/addressees/0"), Some(("/document/addressees".into(), 0, String::new())));
        assert_eq!(at_list("/document/number"), None);
    }

    #[test]
    fn an_entry_is_followed_to_its_new_place_or_rests() {
        let correction = Correction {
            document: String::new(),
            pointer: "/tasks/0/action".into(),
            value: "x".into(),
            entry: Some(serde_json::json!({"action": "a"})),
            at: String::new(),
            who: String::new(),
        };
        let moved = serde_json::json!({"tasks": [{"action": "b"}, {"action": "a"}]});
        assert_eq!(place(&moved, &correction).as_deref(), Some("/tasks/1/action"));
        assert_eq!(place(&serde_json::json!({"tasks": [{"action": "b"}]}), &correction), None);
    }

    #[test]
    fn what_is_null_on_the_way_is_made_and_what_is_no_object_is_not() {
        let mut value = serde_json::json!({"signer": null, "number": "1"});
        assert!(set(&mut value, "/signer/name", "A".into()));
        assert!(!set(&mut value, "/number/x", "A".into()));
        assert!(!set(&mut value, "/a/b", "A".into()));
        assert_eq!(value, serde_json::json!({"signer": {"name": "A"}, "number": "1"}));
    }
}
