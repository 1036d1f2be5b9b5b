//! The figures for people and for programs.

use std::io::Write;

use serde_json::{Value, json};

use super::{Form, Judged, Summary};
use crate::eval::{Figures, Judgement, Verdict, curve};
use crate::words::{Evaluation, Language, evaluation};

/// From this confidence on a value is called sure.
const SURE: f64 = 0.9;

pub(super) fn table(out: &mut dyn Write, summary: &Summary, language: Language) -> anyhow::Result<()> {
    let say = |what| evaluation(what, language);
    let figures = &summary.words;
    writeln!(
        out,
        "{:24}{:>8}{:>8}{:>8}{:>9}{:>9}{:>8}{:>8}",
        say(Evaluation::Field),
        "P",
        "R",
        "F1",
        say(Evaluation::Strict),
        say(Evaluation::Soft),
        say(Evaluation::There),
        say(Evaluation::Found)
    )?;
    for (field, tally) in &figures.fields {
        let other = |figures: &Figures| figures.fields.get(field).map_or(1.0, |tally| tally.f1());
        writeln!(
            out,
            "{field:24}{:8.3}{:8.3}{:8.3}{:9.3}{:9.3}{:8}{:8}",
            tally.precision(),
            tally.recall(),
            tally.f1(),
            other(&summary.strict),
            other(&summary.soft),
            tally.there,
            tally.found
        )?;
    }
    let (mean, strict, soft) = (figures.macro_f1(), summary.strict.macro_f1(), summary.soft.macro_f1());
    writeln!(out, "{:40}{mean:8.4}{strict:9.4}{soft:9.4}", say(Evaluation::Mean))?;
    let whole = |figures: &Figures| format!("{}/{}", figures.whole, figures.documents);
    writeln!(out, "{:40}{:>8}{:>9}{:>9}", say(Evaluation::Whole), whole(figures), whole(&summary.strict), whole(&summary.soft))?;
    writeln!(out)?;
    for (form, figures) in &summary.forms {
        writeln!(out, "{:40}{:8.4}{:>9}", say(form_name(*form)), figures.macro_f1(), whole(figures))?;
    }
    let (given, right) = sure(summary);
    writeln!(out, "\n{} {SURE}: {right}/{given} ({:.3})", say(Evaluation::Sure), share(right, given))?;
    for bin in curve(&summary.sure).into_iter().filter(|bin| bin.given > 0) {
        writeln!(out, "  {:.2}–{:.2}{:8}{:8}{:8.3}", bin.from, bin.to, bin.given, bin.right, share(bin.right, bin.given))?;
    }
    Ok(())
}

/// What is missed or too much in each document, with the text it was read from.
pub(super) fn misses(out: &mut dyn Write, judged: &[Judged], field: &str, language: Language) -> anyhow::Result<()> {
    for one in judged {
        let wrong = one.words.iter().filter(|judgement| judgement.verdict != Verdict::Right && judgement.field.starts_with(field));
        for judgement in wrong {
            let kind = if judgement.verdict == Verdict::Missed { Evaluation::Missed } else { Evaluation::Extra };
            let Judgement { field, pointer, shown, .. } = judgement;
            writeln!(out, "{:8} {field:22} {} {pointer}: {shown}", evaluation(kind, language), one.name)?;
            if let Some(evidence) =
                one.found.get("evidence").and_then(|all| all.get(pointer)).filter(|_| judgement.verdict == Verdict::Extra)
            {
                let part = |name: &str| {
                    evidence.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default()
                };
                writeln!(out, "{:8} « {} » {} {}", "", part("text"), part("rule"), part("confidence"))?;
            }
        }
    }
    Ok(())
}

pub(super) fn json(summary: &Summary) -> Value {
    let (given, right) = sure(summary);
    let forms: serde_json::Map<String, Value> = summary
        .forms
        .iter()
        .map(|(form, figures)| (evaluation(form_name(*form), Language::English).to_owned(), figures_json(figures)))
        .collect();
    let bins: Vec<Value> =
        curve(&summary.sure).iter().map(|bin| json!({"from": bin.from, "to": bin.to, "given": bin.given, "right": bin.right})).collect();
    json!({
        "words": figures_json(&summary.words), "strict": figures_json(&summary.strict), "soft": figures_json(&summary.soft), "forms": forms,
        "calibration": {"sure_from": SURE, "given": given, "right": right, "bins": bins}, "unread": summary.unread,
    })
}

fn figures_json(figures: &Figures) -> Value {
    let field = |tally: &crate::eval::Tally| json!({"precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1(), "there": tally.there, "found": tally.found, "right": tally.right});
    let fields: serde_json::Map<String, Value> = figures.fields.iter().map(|(name, tally)| ((*name).to_owned(), field(tally))).collect();
    json!({"documents": figures.documents, "whole": figures.whole, "macro_f1": figures.macro_f1(), "fields": fields})
}

fn form_name(form: Form) -> Evaluation {
    match form {
        Form::Digital => Evaluation::Digital,
        Form::Scan => Evaluation::Scan,
        Form::Legacy => Evaluation::Legacy,
    }
}

/// How many values were given with confidence, and how many of them are right.
fn sure(summary: &Summary) -> (usize, usize) {
    let sure = summary.sure.iter().filter(|(confidence, _)| *confidence >= SURE);
    sure.fold((0, 0), |(given, right), (_, truth)| (given + 1, right + usize::from(*truth)))
}

fn share(right: usize, given: usize) -> f64 {
    if given == 0 { 1.0 } else { right as f64 / given as f64 }
}
