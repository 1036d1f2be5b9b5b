//! `vanthu doctor`: what is installed, what is missing, and the one command that installs it.

use std::path::Path;
use std::process::Command;

use super::{Outcome, Setting, terminal, worker_process};
use crate::archive::{Archive, IndexState};
use crate::pattern::Patterns;
use crate::read::worker::sandbox::Isolation;
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
    state: State,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    /// Less than there could be, but nothing that a clerk can install.
    Weak,
    Bad,
}

impl Line {
    fn new(good: bool, text: String) -> Self {
        Self { state: if good { State::Good } else { State::Bad }, text }
    }

    fn mark(&self) -> char {
        match self.state {
            State::Good => '✓',
            State::Weak => '!',
            State::Bad => '✗',
        }
    }
}

pub(super) fn run(setting: &Setting) -> anyhow::Result<Outcome> {
    let lines = [recognition(setting.language), isolation(setting.language), home(setting), index(setting), patterns(setting.language)];
    terminal::print(|out| {
        for line in &lines {
            writeln!(out, "{} {}", line.mark(), line.text)?;
        }
        Ok(())
    })?;
    Ok(if lines.iter().all(|line| line.state != State::Bad) { Outcome::Done } else { Outcome::Partly })
}

fn recognition(language: Language) -> Line {
    let run = |argument: &str| Command::new("tesseract").arg(argument).output().ok().filter(|output| output.status.success());
    let text = |output: std::process::Output| {
        let mut both = output.stdout;
        both.extend(output.stderr);
        String::from_utf8_lossy(&both).into_owned()
    };
    let Some(version) = run("--version").map(text) else {
        return Line::new(false, format!("{}\n    {INSTALL}", check(Check::NoTesseract, language)));
    };
    let version = version.lines().next().unwrap_or("tesseract").to_owned();
    if run("--list-langs").map(text).is_some_and(|list| list.lines().any(|line| line.trim() == "vie")) {
        Line::new(true, format!("{version}, {}", check(Check::Vietnamese, language)))
    } else {
        Line::new(false, format!("{version}, {}\n    {INSTALL}", check(Check::NoVietnamese, language)))
    }
}

/// Whether a file that is being read can reach other files or the network: a worker tries.
fn isolation(language: Language) -> Line {
    let tried = tempfile::NamedTempFile::new().map_err(anyhow::Error::from).and_then(|file| Ok(worker_process()?.isolation(file.path())?));
    match tried {
        Ok(Isolation { files, network }) => {
            let sentence = match (files, network) {
                (true, true) => Check::Isolated,
                (true, false) => Check::NetworkOpen,
                (false, true) => Check::FilesOpen,
                (false, false) => Check::NotIsolated,
            };
            Line { state: if files && network { State::Good } else { State::Weak }, text: check(sentence, language).to_owned() }
        }
        Err(error) => Line::new(false, format!("{}: {error}", check(Check::NoWorker, language))),
    }
}

fn home(setting: &Setting) -> Line {
    let language = setting.language;
    let Ok(home) = setting.home() else { return Line::new(false, check(Check::NoHome, language).to_owned()) };
    let shown = home.display();
    // The folder itself is only made by an ingest; until then the nearest one above it counts.
    let there = home.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    match tempfile::Builder::new().prefix(".vanthu-").tempfile_in(there) {
        Ok(_) if there == home => Line::new(true, format!("{} {shown}", check(Check::Home, language))),
        Ok(_) => Line::new(true, format!("{} {shown}", check(Check::HomeToCome, language))),
        Err(error) => Line::new(false, format!("{} {shown} ({error})", check(Check::HomeForbidden, language))),
    }
}

fn index(setting: &Setting) -> Line {
    let language = setting.language;
    let state = setting.home().and_then(|home| Ok(Archive::index_state(home)?));
    match state {
        Ok(IndexState::Current { documents }) => Line::new(true, format!("{}: {documents}", check(Check::IndexCurrent, language))),
        Ok(IndexState::Behind { documents }) => Line::new(true, format!("{}: {documents}", check(Check::IndexBehind, language))),
        Ok(IndexState::NoArchive) => Line::new(true, check(Check::NoArchive, language).to_owned()),
        Err(error) => Line::new(false, format!("{error:#}")),
    }
}

fn patterns(language: Language) -> Line {
    match Patterns::check(None) {
        Ok(tried) => Line::new(true, format!("{}: {tried}", check(Check::Patterns, language))),
        Err(error) => Line::new(false, error.to_string()),
    }
}
