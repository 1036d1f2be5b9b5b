//! The OCR engine: the `tesseract` program with Vietnamese data, asked for words with boxes.
//!
//! In: a grey picture and its resolution. Out: words with boxes in pixels and confidences. It
//! deliberately knows nothing of pages or layouts. `tesseract` is used as a program because its
//! library bindings need its headers at build time and are not maintained.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::picture::{Picture, to_tiff};
use crate::layout::Rect;

/// A word as the engine saw it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SeenWord {
    pub(super) text: String,
    /// Left and top in pixels.
    pub(super) corner: (f32, f32),
    /// Width and height in pixels.
    pub(super) size: (f32, f32),
    /// From 0 to 1.
    pub(super) confidence: f32,
    /// Words with the same number stand on the same line.
    pub(super) line: (u32, u32, u32),
}

impl SeenWord {
    /// Its box, in pixels.
    pub(super) fn rect(&self) -> Rect {
        Rect { left: self.corner.0, top: self.corner.1, right: self.corner.0 + self.size.0, bottom: self.corner.1 + self.size.1 }
    }

    /// The middle of its box, in pixels.
    pub(super) fn middle(&self) -> (f32, f32) {
        (self.corner.0 + self.size.0 / 2.0, self.corner.1 + self.size.1 / 2.0)
    }
}

/// Why nothing was recognised.
#[derive(Debug, thiserror::Error)]
pub(super) enum OcrError {
    /// The program or its Vietnamese data is not installed.
    #[error("the OCR program is not installed")]
    Missing,
    /// The program failed.
    #[error("the OCR program failed: {0}")]
    Failed(String),
}

/// Recognises the words of a page, on one thread: pages are run in parallel instead. Gives also the places that
/// the engine took for drawings, in pixels.
pub(super) fn recognise(picture: &Picture) -> Result<(Vec<SeenWord>, Vec<Rect>), OcrError> {
    let (seen, drawings): (Vec<SeenWord>, Vec<SeenWord>) = words(&run(&to_tiff(&[picture]), picture.dpi, "3", "vie")?)
        .into_iter()
        .map(|(_, word)| word)
        .partition(|word| !word.text.is_empty());
    Ok((seen, drawings.iter().map(SeenWord::rect).collect()))
}

/// What the words of a picture are likely to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Vietnamese words.
    Vietnamese,
    /// Figures: the engine's Vietnamese data takes short ones for letters; its English data, which always comes with
    /// the program, does not.
    Figures,
}

/// Recognises the words of each of several pictures in one run of the engine, which takes long
/// to start; each is one block of text.
pub(super) fn recognise_each(pictures: &[&Picture], script: Script) -> Result<Vec<Vec<SeenWord>>, OcrError> {
    let Some(first) = pictures.first() else { return Ok(Vec::new()) };
    let language = match script {
        Script::Vietnamese => "vie",
        Script::Figures => "eng",
    };
    let mut all = vec![Vec::new(); pictures.len()];
    for (page, word) in words(&run(&to_tiff(pictures), first.dpi, "6", language)?) {
        if !word.text.is_empty()
            && let Some(own) = page.checked_sub(1).and_then(|index| all.get_mut(index))
        {
            own.push(word);
        }
    }
    Ok(all)
}

/// How many quarter turns clockwise make a picture upright; `None` where that cannot be told.
pub(super) fn quarters(picture: &Picture) -> Option<u8> {
    let report = run(&to_tiff(&[picture]), picture.dpi, "0", "osd").ok()?;
    let line = |name: &str| report.lines().find_map(|line| line.strip_prefix(name));
    let sure = line("Orientation confidence: ")?.trim().parse::<f32>().is_ok_and(|sure| sure >= SURE_TURN);
    let degrees: u16 = line("Rotate: ")?.trim().parse().ok()?;
    u8::try_from(degrees / 90).ok().filter(|&quarters| sure && quarters < 4)
}

/// Below this the engine's confidence in a turn means nothing (upright and sideways pages of text reach 10 and more).
const SURE_TURN: f32 = 2.0;

/// Runs the engine on an image file with a page segmentation mode and a language; gives its TSV, or its report on
/// the page where that is the mode.
fn run(image: &[u8], dpi: u32, mode: &str, language: &str) -> Result<String, OcrError> {
    let mut child = Command::new("tesseract")
        .args(["stdin", "stdout", "-l", language, "--psm", mode, "--dpi", &dpi.to_string(), "tsv"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| OcrError::Missing)?;
    let input = child.stdin.take();
    // The engine reads all of its input before it prints anything, so writing first cannot block.
    let written = input.map(|mut input| input.write_all(image));
    let output = child.wait_with_output().map_err(|error| OcrError::Failed(error.to_string()))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let missing = complaint.contains("loading language") || complaint.contains("vie.traineddata");
        return Err(if missing { OcrError::Missing } else { OcrError::Failed(complaint) });
    }
    if let Some(Err(error)) = written {
        return Err(OcrError::Failed(error.to_string()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program is installed with its Vietnamese data.
pub(in crate::read) fn is_installed() -> bool {
    let asked = Command::new("tesseract").arg("--list-langs").stdin(Stdio::null()).output();
    asked.is_ok_and(|output| {
        let listed = |text: &[u8]| String::from_utf8_lossy(text).lines().any(|line| line.trim() == "vie");
        // Older versions list on standard error.
        output.status.success() && (listed(&output.stdout) || listed(&output.stderr))
    })
}

/// Reads the engine's TSV, where a drawing is a word without text: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn words(tsv: &str) -> Vec<(usize, SeenWord)> {
    tsv.lines().filter_map(word).collect()
}

fn word(row: &str) -> Option<(usize, SeenWord)> {
    let mut fields = row.splitn(12, '\t');
    if fields.next()? != "5" {
        return None;
    }
    let mut number = || fields.next()?.parse::<f32>().ok();
    let (page, block, paragraph, line, _word) = (number()?, number()?, number()?, number()?, number()?);
    let corner = (number()?, number()?);
    let size = (number()?, number()?);
    let confidence = number()? / 100.0;
    let text = fields.next()?.trim();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of pages, blocks and lines are small and not negative"
    )]
    let (page, line) = (page as usize, (block as u32, paragraph as u32, line as u32));
    Some((page, SeenWord { text: text.to_owned(), corner, size, confidence, line }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_word_rows_and_drawings_only() {
        let tsv = "level\tpage_num\n4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tSố:\n5\t1\t1\t1\t1\t2\t50\t20\t30\t12\t80\t \n";
        let seen: Vec<SeenWord> = words(tsv).into_iter().map(|(_, word)| word).collect();
        assert_eq!((seen.len(), seen[1].text.as_str(), seen[1].rect().right), (2, "", 80.0));
        assert_eq!((seen[0].text.as_str(), seen[0].middle(), seen[0].line), ("Số:", (25.0, 26.0), (1, 1, 1)));
        assert!((seen[0].confidence - 0.965).abs() < 1e-6);
    }
}
