//! The `vanthu` program: parse the arguments, run, name the error, give the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match vanthu::commands::run(vanthu::commands::Arguments::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            // Nothing is left to report to where standard error is closed.
            drop(writeln!(std::io::stderr(), "vanthu: {error:#}"));
            ExitCode::from(1)
        }
    }
}
