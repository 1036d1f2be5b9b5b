//! Figures of the daemon in the Prometheus text format.
//!
//! They go into a file, for the textfile collector of the node exporter or any other reader: no port
//! to open, nothing to protect, and the last figures stay when the daemon does not.

use std::sync::atomic::{AtomicU64, Ordering};

/// What is counted since the start, and what stands now.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    pub(super) kept: AtomicU64,
    pub(super) duplicates: AtomicU64,
    pub(super) unreadable: AtomicU64,
    pub(super) failures: AtomicU64,
    pub(super) waiting: AtomicU64,
    pub(super) reading: AtomicU64,
    pub(super) needing_ocr: AtomicU64,
    pub(super) free_bytes: AtomicU64,
    pub(super) paused: AtomicU64,
}

impl Metrics {
    /// One more.
    pub(super) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// The text (Prometheus exposition format 0.0.4).
    pub(super) fn text(&self) -> String {
        let figures = [
            ("vanthu_documents_kept_total", "counter", "Documents kept since the start.", &self.kept),
            ("vanthu_duplicates_total", "counter", "Files set aside because their content was kept already.", &self.duplicates),
            ("vanthu_unreadable_total", "counter", "Files set aside because they could not be read.", &self.unreadable),
            ("vanthu_archive_failures_total", "counter", "Times the archive could not be written.", &self.failures),
            ("vanthu_files_waiting", "gauge", "Files in the inboxes that are not whole yet or are put off.", &self.waiting),
            ("vanthu_files_reading", "gauge", "Files that are being read or kept.", &self.reading),
            ("vanthu_files_needing_ocr", "gauge", "Scans that wait for a recognition program.", &self.needing_ocr),
            ("vanthu_disk_free_bytes", "gauge", "Free space where the archive is.", &self.free_bytes),
            ("vanthu_paused", "gauge", "1 while nothing is taken for want of free space.", &self.paused),
        ];
        let line = |(name, kind, help, value): (&str, &str, &str, &AtomicU64)| {
            format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {}\n", value.load(Ordering::Relaxed))
        };
        figures.into_iter().map(line).collect()
    }
}
