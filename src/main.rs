//! The `vanthu` program: parse the arguments, run, name the error, give the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    #[cfg(feature = "failpoints")]
    let _stops = fail::FailScenario::setup();
    #[cfg(feature = "failpoints")]
    hold();
    match vanthu::commands::run(vanthu::commands::Arguments::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            // Nothing is left to report to where standard error is closed.
            drop(writeln!(std::io::stderr(), "vanthu: {error:#}"));
            ExitCode::from(1)
        }
    }
}

/// Holds the program at a named step for ever, and says so: `VANTHU_HOLD=store::row-written:3` at the fourth time.
#[cfg(feature = "failpoints")]
fn hold() {
    let Ok(held) = std::env::var("VANTHU_HOLD") else { return };
    let Some((step, times)) = held.rsplit_once(':') else { return };
    let (name, left) = (step.to_owned(), std::sync::atomic::AtomicI64::new(times.parse().unwrap_or(0)));
    let stop = move || {
        if left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed) <= 0 {
            drop(writeln!(std::io::stderr(), "held at {name}"));
            loop {
                std::thread::park();
            }
        }
    };
    // A step that is not there is never reached, which the test sees.
    drop(fail::cfg_callback(step, stop));
}
