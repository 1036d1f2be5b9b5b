//! Named steps at which tests hold the program or let it fail, in builds with the feature `failpoints`; in
//! ordinary builds there are none.
//!
//! In: the name of a step that is just done. Out: nothing, an error, or no return at all. A setting names a step, how often
//! it is passed before, and how often it happens: `VANTHU_HOLD="inbox::kept 2"`, `VANTHU_FAIL="store::row-written 0 3"`.

use std::io;

/// Holds the program for ever where it was told so, and says so.
pub fn hold(name: &str) {
    #[cfg(feature = "failpoints")]
    told::hold(name);
    #[cfg(not(feature = "failpoints"))]
    let _ = name;
}

/// Holds the program, or gives the error of a disk that breaks.
///
/// # Errors
/// Where it was told so.
pub fn fail(name: &str) -> io::Result<()> {
    hold(name);
    #[cfg(feature = "failpoints")]
    told::fail(name)?;
    Ok(())
}

#[cfg(feature = "failpoints")]
mod told {
    use std::io::{self, Write as _};
    use std::sync::atomic::{AtomicU64, Ordering};

    pub(super) fn hold(name: &str) {
        static PASSED: AtomicU64 = AtomicU64::new(0);
        if is_due("VANTHU_HOLD", name, &PASSED) {
            // Whoever told it reads this; where nobody does, it is held all the same.
            drop(writeln!(io::stderr(), "held at {name}"));
            loop {
                std::thread::park();
            }
        }
    }

    pub(super) fn fail(name: &str) -> io::Result<()> {
        static PASSED: AtomicU64 = AtomicU64::new(0);
        // EIO
        if is_due("VANTHU_FAIL", name, &PASSED) { Err(io::Error::from_raw_os_error(5)) } else { Ok(()) }
    }

    fn is_due(setting: &str, name: &str, passed: &AtomicU64) -> bool {
        let Ok(setting) = std::env::var(setting) else { return false };
        let mut parts = setting.split(' ');
        if parts.next() != Some(name) {
            return false;
        }
        let mut figure = || parts.next().and_then(|part| part.parse::<u64>().ok());
        let (first, count) = (figure().unwrap_or(0), figure().unwrap_or(u64::MAX));
        let now = passed.fetch_add(1, Ordering::Relaxed);
        now >= first && now - first < count
    }
}
