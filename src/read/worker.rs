//! Reading in a process of its own, so that a bad file costs no more than itself.
//!
//! In: a [`Source`]. Out: what the in-process reader gives, or the named reason why not. The
//! worker is the same program started with the hidden command `worker`; it is kept warm and reads
//! one file after another under limits on memory and time, without files and network ([`sandbox`]).
//! One that dies or hangs is killed with all that it started, and replaced at the next file.
//!
//! The protocol on its pipes is a frame each way: length as eight bytes, little endian, then a value as `postcard` writes
//! it (and, on the way in, a second frame with the file's bytes).

pub mod sandbox;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use self::sandbox::Isolation;
use super::{ReadError, ReadErrorCode, read, view};
use crate::intake::{FileKind, Source};
use crate::layout::{Layout, Turn};
use crate::warning::Warned;

/// What a worker may use up on one file.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Address space in bytes.
    pub memory: u64,
    /// Time for one file.
    pub time: Duration,
    /// More time for each page image that is recognised.
    pub page_time: Duration,
    /// The largest answer in bytes.
    pub output: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, time: Duration::from_secs(30), page_time: Duration::from_secs(10), output: 64 << 20 }
    }
}

/// A warm process that reads files.
#[derive(Debug)]
pub struct Worker {
    program: PathBuf,
    limits: Limits,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Vec<u8>>,
    /// Gathers the end of what it says on standard error.
    complaint: JoinHandle<String>,
}

type Answer = Result<Warned<Layout>, ReadError>;

/// What a worker is to do with a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Task {
    /// Read it.
    Read,
    /// Draw one of its pages.
    View(u32, Turn),
}

/// One frame from the worker.
#[derive(Debug, Serialize, Deserialize)]
enum Reply {
    /// It is about to recognise so many page images.
    Recognising(usize),
    /// It has read the file.
    Done(Answer),
    /// It has drawn the page, as a PNG file.
    Drawn(Result<Vec<u8>, ReadError>),
}

impl Worker {
    /// A worker that is started at its first file, from the `vanthu` program at `program`.
    #[must_use]
    pub fn new(program: PathBuf, limits: Limits) -> Self {
        Self { program, limits, running: None }
    }

    /// Reads a file in the worker.
    ///
    /// # Errors
    /// The reader's own reason; `too-slow` past the time limit; `too-large` or `crashed` where the
    /// worker died.
    pub fn read(&mut self, source: &Source) -> Answer {
        self.ask(source, Task::Read, |reply| if let Reply::Done(answer) = reply { Some(answer) } else { None })
    }

    /// Draws a page of it, from 1, in the worker: a PNG file, laid straight as the page's layout was.
    ///
    /// # Errors
    /// As [`Self::read`]; `unsupported` where the format has no pages.
    pub fn view(&mut self, source: &Source, page: u32, turn: Turn) -> Result<Vec<u8>, ReadError> {
        self.ask(source, Task::View(page, turn), |reply| if let Reply::Drawn(drawn) = reply { Some(drawn) } else { None })
    }

    /// Lets the worker do a task, within the limits; `answer` picks the reply that ends it.
    fn ask<T>(&mut self, source: &Source, task: Task, answer: impl Fn(Reply) -> Option<Result<T, ReadError>>) -> Result<T, ReadError> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start().map_err(|error| crashed(format!("the reading process cannot be started: {error}")))?,
        };
        // One that hangs before it has taken the whole file would hold up who hands it over.
        let (reply, sent) = std::thread::scope(|scope| {
            let sent = scope.spawn(|| request(&mut running.requests, source, task));
            let reply = await_reply(&running.answers, self.limits);
            if reply.is_err() {
                kill_group(&mut running.child);
            }
            (reply, sent.join())
        });
        match reply.map(answer) {
            Ok(Some(answer)) => {
                self.running = Some(running);
                answer
            }
            Ok(None) => {
                end(running);
                Err(crashed("an answer to another question"))
            }
            Err(Silence::Strange(error)) => {
                end(running);
                Err(crashed(format!("unreadable answer: {error}")))
            }
            Err(Silence::Long(time)) => {
                end(running);
                Err(ReadError::new(ReadErrorCode::TooSlow, format!("not read within {} seconds", time.as_secs())))
            }
            Err(Silence::Dead) => {
                let detail = sent.ok().and_then(Result::err).map_or_else(String::new, |error| error.to_string());
                Err(death(&end(running), &detail))
            }
        }
    }

    fn start(&self) -> std::io::Result<Running> {
        let mut child = self.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (Some(requests), Some(mut output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(std::io::Error::other("no pipes"));
        };
        let (sender, answers) = channel();
        let largest = self.limits.output;
        std::thread::spawn(move || {
            while let Ok(frame) = receive(&mut output, largest) {
                if sender.send(frame).is_err() {
                    break;
                }
            }
        });
        Ok(Running { child, requests, answers, complaint: std::thread::spawn(|| last_words(errors)) })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("worker").arg(self.limits.memory.to_string());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }

    /// What a worker cannot reach on this machine: it tries to open `file`, which must be there, and sockets.
    ///
    /// # Errors
    /// When the worker cannot be started or gives no answer.
    pub fn isolation(&self, file: &Path) -> std::io::Result<Isolation> {
        let output = self.command().arg("--probe").arg(file).stdin(Stdio::null()).output()?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// Reads to the end, so that the pipe never fills, and keeps the last kilobytes.
fn last_words(mut pipe: impl Read) -> String {
    const KEPT: usize = 4 << 10;
    let (mut said, mut buffer) = (Vec::new(), [0; KEPT]);
    while let Ok(count @ 1..) = pipe.read(&mut buffer) {
        said.extend(buffer.iter().take(count));
        said.drain(..said.len().saturating_sub(KEPT));
    }
    String::from_utf8_lossy(&said).into_owned()
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            end(running);
        }
    }
}

/// Why a worker gave no answer.
enum Silence {
    /// What it said is none.
    Strange(postcard::Error),
    /// It took longer than this.
    Long(Duration),
    /// It died.
    Dead,
}

/// The reply that ends a task, within the limits.
fn await_reply(answers: &Receiver<Vec<u8>>, limits: Limits) -> Result<Reply, Silence> {
    let mut time = limits.time;
    loop {
        match answers.recv_timeout(time).map(|frame| postcard::from_bytes(&frame)) {
            Ok(Ok(Reply::Recognising(pages))) => time += limits.page_time * u32::try_from(pages).unwrap_or(u32::MAX),
            Ok(Ok(reply)) => return Ok(reply),
            Ok(Err(error)) => return Err(Silence::Strange(error)),
            Err(RecvTimeoutError::Timeout) => return Err(Silence::Long(time)),
            Err(RecvTimeoutError::Disconnected) => return Err(Silence::Dead),
        }
    }
}

fn request(requests: &mut ChildStdin, source: &Source, task: Task) -> std::io::Result<()> {
    send(requests, &packed(&(source.kind, task))?)?;
    send(requests, &source.bytes)
}

/// Kills the worker and all that it started, takes it off the process table and gives what it said on
/// standard error.
fn end(mut running: Running) -> String {
    drop(running.requests);
    kill_group(&mut running.child);
    if running.child.wait().is_err() {
        return String::new();
    }
    running.complaint.join().unwrap_or_default()
}

/// Kills a worker and all that it started. Until it is waited for, the number of a dead one is given to no other.
fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(group) = i32::try_from(child.id()) {
        use nix::sys::signal::{Signal, killpg};
        let _ = killpg(nix::unistd::Pid::from_raw(group), Signal::SIGKILL);
    }
    // It may be dead already; either way nothing of it is left afterwards.
    drop(child.kill());
}

fn death(complaint: &str, detail: &str) -> ReadError {
    if complaint.contains("memory allocation") {
        return ReadError::new(ReadErrorCode::TooLarge, "it needs more memory than a document may take");
    }
    let said = complaint.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or(detail);
    crashed(format!("the reader broke on it: {said}"))
}

fn crashed(detail: impl Into<String>) -> ReadError {
    ReadError::new(ReadErrorCode::Crashed, detail)
}

/// The worker's side: reads files from `requests` and answers until the requests end.
///
/// # Errors
/// When the pipes fail in the middle of a frame.
pub fn serve(mut requests: impl Read, answers: impl Write + Send) -> std::io::Result<()> {
    let answers = Mutex::new(answers);
    let reply = |reply: &Reply| {
        let mut pipe = answers.lock().map_err(|_| std::io::Error::other("a reader broke while it answered"))?;
        send(&mut *pipe, &packed(reply)?)
    };
    while let Ok(wish) = receive(&mut requests, u64::MAX) {
        let bytes = receive(&mut requests, u64::MAX)?;
        let (kind, task): (FileKind, Task) = postcard::from_bytes(&wish).map_err(std::io::Error::other)?;
        // A notice that does not arrive only shortens the time; the answer after it fails for good.
        reply(&match task {
            Task::Read => Reply::Done(read(kind, &bytes, &|pages| drop(reply(&Reply::Recognising(pages))))),
            Task::View(page, turn) => Reply::Drawn(view(kind, &bytes, page, turn)),
        })?;
    }
    Ok(())
}

fn packed(message: &impl Serialize) -> std::io::Result<Vec<u8>> {
    postcard::to_stdvec(message).map_err(std::io::Error::other)
}

fn send(pipe: &mut impl Write, frame: &[u8]) -> std::io::Result<()> {
    pipe.write_all(&(frame.len() as u64).to_le_bytes())?;
    pipe.write_all(frame)?;
    pipe.flush()
}

fn receive(pipe: &mut impl Read, largest: u64) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 8];
    pipe.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > largest {
        return Err(std::io::Error::other("the answer is too long"));
    }
    // What a broken worker says of the length is not believed beyond this.
    let mut frame = Vec::with_capacity(usize::try_from(length.min(1 << 20)).unwrap_or_default());
    pipe.take(length).read_to_end(&mut frame)?;
    if frame.len() as u64 == length { Ok(frame) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_one_file_after_another() {
        let mut requests = Vec::new();
        for text in ["Số: 5/UBND", " "] {
            send(&mut requests, &packed(&(FileKind::Text, Task::Read)).unwrap()).unwrap();
            send(&mut requests, text.as_bytes()).unwrap();
        }
        let mut answers = Vec::new();
        serve(requests.as_slice(), &mut answers).unwrap();
        let mut answers = answers.as_slice();
        let mut next = || match postcard::from_bytes(&receive(&mut answers, 1 << 20).unwrap()).unwrap() {
            Reply::Done(answer) => answer,
            other => panic!("{other:?}"),
        };
        let (first, second) = (next(), next());
        assert_eq!(first.unwrap().value.pages.len(), 1);
        assert_eq!(second.unwrap_err().code, ReadErrorCode::Empty);
    }

    #[test]
    fn names_the_reason_of_a_death() {
        assert_eq!(death("memory allocation of 9 bytes failed\n", "").code, ReadErrorCode::TooLarge);
        assert_eq!(death("", "broken pipe").detail, "the reader broke on it: broken pipe");
    }

    #[test]
    fn a_program_that_does_not_answer_is_ended() {
        let source = crate::intake::Source {
            id: crate::intake::DocumentId::of(b"x"),
            file_name: "x.txt".into(),
            kind: FileKind::Text,
            bytes: b"x".to_vec(),
        };
        let mut missing = Worker::new("/no/such/program".into(), Limits::default());
        assert_eq!(missing.read(&source).unwrap_err().code, ReadErrorCode::Crashed);
    }
}
