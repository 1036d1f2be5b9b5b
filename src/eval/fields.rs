//! What the fields of a record are, and when two values of one are the same.
//!
//! In: expected and found record. Out: judgements. It deliberately does not know how they are counted.

use serde_json::Value;

use super::spelling::{even, same_passage, same_unit, shared_words, unit};
use super::{Judgement, Measure, Verdict};

/// How alike two values must be to be a pair at all.
const PAIR: f64 = 0.5;

/// One value to compare.
struct Item {
    pointer: String,
    shown: String,
    /// In the common spelling, what is compared.
    parts: Vec<String>,
    optional: bool,
}

impl Item {
    fn new(pointer: String, shown: impl Into<String>, parts: Vec<String>) -> Self {
        Self { pointer, shown: shown.into(), parts, optional: false }
    }

    fn part(&self, place: usize) -> &str {
        self.parts.get(place).map_or("", String::as_str)
    }
}

struct Judge {
    measure: Measure,
    judgements: Vec<Judgement>,
}

pub(super) fn judge(expected: &Value, found: &Value, measure: Measure) -> Vec<Judgement> {
    let mut judge = Judge { measure, judgements: Vec::new() };
    if let Some(document) = expected.get("document") {
        judge.document(document, found.get("document").unwrap_or(&Value::Null));
    }
    judge.references(expected, found);
    judge.figures(expected, found);
    judge.tasks(expected, found);
    judge.rest(expected, found);
    judge.judgements
}

impl Judge {
    /// Pairs two lists one to one, the most alike first, and notes what is right, extra and missed.
    fn add(&mut self, field: &'static str, there: &[Item], found: &[Item], same: impl Fn(&Item, &Item) -> f64) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (left, one) in there.iter().enumerate() {
            pairs.extend(found.iter().enumerate().map(|(right, other)| (same(one, other), left, right)).filter(|pair| pair.0 >= PAIR));
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let (mut lefts, mut rights) = (vec![None; there.len()], vec![None; found.len()]);
        for (_, left, right) in pairs {
            if let (Some(one @ None), Some(other @ None)) = (lefts.get_mut(left), rights.get_mut(right)) {
                (*one, *other) = (Some(right), Some(left));
            }
        }
        for (item, pair) in found.iter().zip(&rights) {
            let optional = pair.and_then(|left: usize| there.get(left)).is_some_and(|one| one.optional);
            if !optional {
                self.note(field, if pair.is_some() { Verdict::Right } else { Verdict::Extra }, item);
            }
        }
        for (item, pair) in there.iter().zip(&lefts) {
            if pair.is_none() && !item.optional {
                self.note(field, Verdict::Missed, item);
            }
        }
        let counted = |left: &usize| there.get(*left).is_some_and(|one| !one.optional);
        lefts.into_iter().enumerate().filter_map(|(left, right)| Some((left, right?))).filter(|(left, _)| counted(left)).collect()
    }

    fn note(&mut self, field: &'static str, verdict: Verdict, item: &Item) {
        self.judgements.push(Judgement { field, verdict, pointer: item.pointer.clone(), shown: item.shown.clone() });
    }

    /// One value that both records have at most once.
    fn scalar(&mut self, field: &'static str, there: Option<Item>, found: Option<Item>, same: impl Fn(&Item, &Item) -> f64) {
        let (there, found): (Vec<Item>, Vec<Item>) = (there.into_iter().collect(), found.into_iter().collect());
        self.add(field, &there, &found, same);
    }

    /// How alike two texts are; `enough` shared words make them the same.
    fn alike(&self, enough: f64) -> impl Fn(&Item, &Item) -> f64 + use<> {
        let measure = self.measure;
        move |left, right| yes(texts(measure, left.part(0), right.part(0), enough, shared_words) > 0.0)
    }

    fn document(&mut self, there: &Value, found: &Value) {
        const CODES: [(&str, &str); 4] =
            [("number", "document.number"), ("symbol", "document.symbol"), ("date", "document.date"), ("period", "document.period")];
        for (name, field) in CODES.into_iter().filter(|(name, _)| there.get(name).is_some()) {
            let item = |document: &Value| text(document, "/document", name, |text| text.replace(' ', ""));
            self.scalar(field, item(there), item(found), equal);
        }
        const NAMES: [(&str, &str, f64); 6] = [
            ("place", "document.place", 1.0),
            ("urgency", "document.urgency", 1.0),
            ("secrecy", "document.secrecy", 1.0),
            ("issuer", "document.issuer", 1.0),
            ("issuer_parent", "document.issuer_parent", 1.0),
            ("subject", "document.subject", 0.9),
        ];
        for (name, field, enough) in NAMES.into_iter().filter(|(name, ..)| there.get(name).is_some()) {
            let item = |document: &Value| text(document, "/document", name, even);
            let same = self.named(enough);
            self.scalar(field, item(there), item(found), same);
        }
        if there.get("type").is_some() {
            let item = |document: &Value| text(document.get("type")?, "/document/type", "code", even);
            self.scalar("document.type", item(there), item(found), equal);
        }
        for (name, field) in [("addressees", "document.addressees"), ("copies", "document.copies")] {
            if there.get(name).is_some() {
                let same = self.alike(0.85);
                self.add(field, &names(there, "/document", name), &names(found, "/document", name), same);
            }
        }
        if let Some(signer) = there.get("signer") {
            for name in ["name", "position", "authority"] {
                let item = |signer: &Value| text(signer, "/document/signer", name, even);
                let same = self.named(1.0);
                self.scalar("document.signer", item(signer), found.get("signer").and_then(item), same);
            }
        }
    }

    /// A name: the same in every word, or nearly where the measure is soft.
    fn named(&self, enough: f64) -> impl Fn(&Item, &Item) -> f64 + use<> {
        let measure = self.measure;
        move |left, right| match measure {
            Measure::Words if enough >= 1.0 => equal(left, right),
            _ => yes(texts(measure, left.part(0), right.part(0), enough, shared_words) > 0.0),
        }
    }

    fn references(&mut self, there: &Value, found: &Value) {
        if there.get("references").is_none() {
            return;
        }
        let items = |record: &Value| {
            list(record, "references")
                .iter()
                .enumerate()
                .map(|(place, one)| {
                    let number = string(one, "number");
                    let plain = number.split_whitespace().collect::<String>().to_lowercase();
                    Item::new(format!("/references/{place}"), number, vec![plain])
                })
                .collect::<Vec<_>>()
        };
        for (left, right) in self.add("references", &items(there), &items(found), equal) {
            let (one, other) = (at(there, "references", left), at(found, "references", right));
            for (name, field) in [("date", "references.date"), ("issuer", "references.issuer")] {
                let item = |reference: &Value| text(reference, &format!("/references/{right}"), name, even);
                if let Some(expected) = item(one) {
                    let same = self.named(1.0);
                    self.scalar(field, Some(expected), item(other), same);
                }
            }
        }
    }

    fn figures(&mut self, there: &Value, found: &Value) {
        if there.get("scorecards").is_some() {
            let same =
                |left: &Item, right: &Item| yes(left.parts.get(1..) == right.parts.get(1..) && same_unit(left.part(0), right.part(0)));
            self.add("scores", &scores(there), &scores(found), same);
        }
        if there.get("indicators").is_some() {
            let measure = self.measure;
            let same = move |left: &Item, right: &Item| {
                let name = || texts(measure, left.part(1), right.part(1), 0.7, shared_words) > 0.0;
                yes(left.part(2) == right.part(2) && same_unit(left.part(0), right.part(0)) && name())
            };
            self.add("indicators", &indicators(there), &indicators(found), same);
        }
        if there.get("tables").is_some() {
            let same = |left: &Item, right: &Item| {
                let row = || same_unit(left.part(1), right.part(1)) || shared_words(left.part(1), right.part(1)) >= 0.9;
                yes(left.part(2) == right.part(2) && shared_words(left.part(0), right.part(0)) >= 0.8 && row())
            };
            self.add("tables", &cells(there), &cells(found), same);
        }
    }

    fn tasks(&mut self, there: &Value, found: &Value) {
        if there.get("tasks").is_none() {
            return;
        }
        let items = |record: &Value| {
            let item = |(place, task): (usize, &Value)| {
                let action = string(task, "action");
                let optional = task.get("optional").and_then(Value::as_bool).unwrap_or(false);
                Item { optional, ..Item::new(format!("/tasks/{place}/action"), action, vec![even(action)]) }
            };
            list(record, "tasks").iter().enumerate().map(item).collect::<Vec<_>>()
        };
        let measure = self.measure;
        let same = move |left: &Item, right: &Item| texts(measure, left.part(0), right.part(0), 0.7, same_passage);
        for (left, right) in self.add("tasks", &items(there), &items(found), same) {
            let (one, other) = (at(there, "tasks", left), at(found, "tasks", right));
            let parent = format!("/tasks/{right}");
            for (name, field) in [("assignees", "tasks.assignees"), ("coordinators", "tasks.coordinators")] {
                if one.get(name).is_some() {
                    let same = self.alike(0.8);
                    self.add(field, &names(one, &parent, name), &names(other, &parent, name), same);
                }
            }
            if let Some(deadline) = one.get("deadline") {
                self.deadline(deadline, other.get("deadline").unwrap_or(&Value::Null), &parent);
            }
        }
    }

    fn deadline(&mut self, there: &Value, found: &Value, task: &str) {
        for name in ["relation", "last_day", "date", "recurrence", "starts"] {
            if there.get(name).is_some() || (there.is_null() && name != "starts") {
                let item = |deadline: &Value| text(deadline, &format!("{task}/deadline"), name, str::to_owned);
                self.scalar("tasks.deadline", item(there), item(found), equal);
            }
        }
    }

    fn rest(&mut self, there: &Value, found: &Value) {
        let items = |record: &Value, name: &str, key: &str| {
            let item = |(place, one): (usize, &Value)| {
                let optional = one.get("optional").and_then(Value::as_bool).unwrap_or(false);
                Item { optional, ..Item::new(format!("/{name}/{place}"), string(one, key), vec![even(string(one, key))]) }
            };
            list(record, name).iter().enumerate().map(item).collect::<Vec<_>>()
        };
        if there.get("proposals").is_some() {
            let same = self.alike(0.7);
            self.add("proposals", &items(there, "proposals", "text"), &items(found, "proposals", "text"), same);
        }
        if there.get("findings").is_some() {
            self.add("findings", &items(there, "findings", "code"), &items(found, "findings", "code"), equal);
        }
    }
}

fn yes(same: bool) -> f64 {
    f64::from(u8::from(same))
}

fn equal(left: &Item, right: &Item) -> f64 {
    yes(left.parts == right.parts)
}

/// How alike two texts are by a measure; 0 where not enough.
fn texts(measure: Measure, left: &str, right: &str, enough: f64, words: fn(&str, &str) -> f64) -> f64 {
    let (alike, enough) = match measure {
        Measure::Words => (words(left, right), enough),
        Measure::Strict => (yes(left == right), 1.0),
        Measure::Soft => (strsim::normalized_levenshtein(left, right), 0.8),
    };
    if alike >= enough { alike } else { 0.0 }
}

fn string<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn at<'a>(value: &'a Value, name: &str, place: usize) -> &'a Value {
    list(value, name).get(place).unwrap_or(&Value::Null)
}

/// A text of a record as an item, where it says anything.
fn text(parent: &Value, path: &str, name: &str, spell: impl Fn(&str) -> String) -> Option<Item> {
    let shown = parent.get(name)?.as_str()?;
    let plain = spell(shown);
    (!plain.is_empty()).then(|| Item::new(format!("{path}/{name}"), shown, vec![plain]))
}

/// A list of names, or of things with a `name`.
fn names(parent: &Value, path: &str, name: &str) -> Vec<Item> {
    let item = |(place, one): (usize, &Value)| {
        let shown = one.as_str().unwrap_or_else(|| string(one, "name"));
        Item::new(format!("{path}/{name}/{place}"), shown, vec![even(shown)])
    };
    list(parent, name).iter().enumerate().map(item).collect()
}

/// A figure to four places; what is no number never equals one.
fn figure(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(value) => value.as_f64().map_or_else(|| value.to_string(), |number| format!("{number:.4}")),
    }
}

fn scores(record: &Value) -> Vec<Item> {
    let mut facts = Vec::new();
    for (place, card) in list(record, "scorecards").iter().enumerate() {
        let name = unit(string(card, "unit"));
        let mut fact = |path: String, parts: [&str; 3]| {
            let shown = format!("{}: {}", string(card, "unit"), parts.join(" "));
            let parts = std::iter::once(name.as_str()).chain(parts).map(str::to_owned).collect();
            facts.push(Item::new(format!("/scorecards/{place}/{path}"), shown, parts));
        };
        for key in ["total", "change", "rank", "rank_of"] {
            if card.get(key).is_some_and(|value| !value.is_null()) {
                fact(key.to_owned(), [key, &figure(card.get(key)), ""]);
            }
        }
        if !string(card, "period").is_empty() {
            fact("period".to_owned(), ["period", string(card, "period"), ""]);
        }
        if !string(card, "rating").is_empty() {
            fact("rating".to_owned(), ["rating", &even(string(card, "rating")), ""]);
        }
        for (number, one) in list(card, "criteria").iter().enumerate() {
            fact(format!("criteria/{number}/score"), [string(one, "id"), &figure(one.get("score")), &figure(one.get("max"))]);
        }
    }
    facts
}

fn indicators(record: &Value) -> Vec<Item> {
    let item = |(place, one): (usize, &Value)| {
        let value = figure(one.get("value"));
        let shown = format!("{}: {} {value}", string(one, "unit"), string(one, "name"));
        Item::new(format!("/indicators/{place}"), shown, vec![unit(string(one, "unit")), even(string(one, "name")), value])
    };
    list(record, "indicators").iter().enumerate().map(item).collect()
}

/// Every cell with its column's lowest header and the name of its row.
fn cells(record: &Value) -> Vec<Item> {
    let mut cells = Vec::new();
    for (place, table) in list(record, "tables").iter().enumerate() {
        for (number, row) in list(table, "rows").iter().enumerate() {
            let texts: Vec<&str> = row.as_array().into_iter().flatten().map(|cell| cell.as_str().unwrap_or_default()).collect();
            let named = texts.iter().find(|text| text.chars().any(|character| character.is_alphabetic() || character == '_'));
            let key = named.map_or_else(|| texts.first().map_or_else(String::new, |first| even(first)), |name| unit(name));
            for (column, text) in list(table, "columns").iter().zip(&texts) {
                let (header, plain) = (column.as_str().unwrap_or_default(), even(text));
                if !plain.is_empty() {
                    let leaf = even(header.rsplit(" / ").next().unwrap_or(header));
                    cells.push(Item::new(
                        format!("/tables/{place}/rows/{number}"),
                        format!("{header}: {text}"),
                        vec![leaf, key.clone(), plain],
                    ));
                }
            }
        }
    }
    cells
}
