//! `vanthu doctor`: what is installed, what is missing, and the one command that installs it.

use std::path::Path;
use std::process::Command;

use super::{Outcome, Setting, terminal};
use crate::archive::{Archive, IndexState};
use crate::pattern::Patterns;
use crate::words::{Check, Language, check};

/// The one command that installs recognition on this kind of system.
const INSTALL: &str = if cfg!(windows) {
    "winget install UB-Mannheim.TesseractOCR"
} else if cfg!(target_os = "macos") {
    "brew install tesseract tesseract-lang"
} else {
    "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
};

struct Line {
    good: bool,
    text: String,
}

pub(super) fn run(setting: &Setting) -> anyhow::Result<Outcome> {
    let lines = [recognition(setting.language), home(setting), index(setting), patterns(setting.language)];
    terminal::print(|out| {
        for line in &lines {
            writeln!(out, "{} {}", if line.good { "✓" } else { "✗" }, line.text)?;
        }
        Ok(())
    })?;
    Ok(if lines.iter().all(|line| line.good) { Outcome::Done } else { Outcome::Partly })
}

fn recognition(language: Language) -> Line {
    let run = |argument: &str| Command::new("tesseract").arg(argument).output().ok().filter(|output| output.status.success());
    let text = |output: std::process::Output| {
        let mut both = output.stdout;
        both.extend(output.stderr);
        String::from_utf8_lossy(&both).into_owned()
    };
    let Some(version) = run("--version").map(text) else {
        return Line { good: false, text: format!("{}\n    {INSTALL}", check(Check::NoTesseract, language)) };
    };
    let version = version.lines().next().unwrap_or("tesseract").to_owned();
    if run("--list-langs").map(text).is_some_and(|list| list.lines().any(|line| line.trim() == "vie")) {
        Line { good: true, text: format!("{version}, {}", check(Check::Vietnamese, language)) }
    } else {
        Line { good: false, text: format!("{version}, {}\n    {INSTALL}", check(Check::NoVietnamese, language)) }
    }
}

fn home(setting: &Setting) -> Line {
    let language = setting.language;
    let Ok(home) = setting.home() else { return Line { good: false, text: check(Check::NoHome, language).to_owned() } };
    let shown = home.display();
    // The folder itself is only made by an ingest; until then the nearest one above it counts.
    let there = home.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    match tempfile::Builder::new().prefix(".vanthu-").tempfile_in(there) {
        Ok(_) if there == home => Line { good: true, text: format!("{} {shown}", check(Check::Home, language)) },
        Ok(_) => Line { good: true, text: format!("{} {shown}", check(Check::HomeToCome, language)) },
        Err(error) => Line { good: false, text: format!("{} {shown} ({error})", check(Check::HomeForbidden, language)) },
    }
}

fn index(setting: &Setting) -> Line {
    let language = setting.language;
    let state = setting.home().and_then(|home| Ok(Archive::index_state(home)?));
    match state {
        Ok(IndexState::Current { documents }) => {
            Line { good: true, text: format!("{}: {documents}", check(Check::IndexCurrent, language)) }
        }
        Ok(IndexState::Behind { documents }) => Line { good: true, text: format!("{}: {documents}", check(Check::IndexBehind, language)) },
        Ok(IndexState::NoArchive) => Line { good: true, text: check(Check::NoArchive, language).to_owned() },
        Err(error) => Line { good: false, text: format!("{error:#}") },
    }
}

fn patterns(language: Language) -> Line {
    match Patterns::check(None) {
        Ok(tried) => Line { good: true, text: format!("{}: {tried}", check(Check::Patterns, language)) },
        Err(error) => Line { good: false, text: error.to_string() },
    }
}
